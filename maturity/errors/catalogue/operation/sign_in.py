"""Mistakes of signing in through an identity provider (OpenID Connect): what the operator mends, and what a person."""

from ...entry import Entry

ENTRIES: dict[str, Entry] = {
    "oidc-extra": Entry(
        "没有安装统一身份认证所需的组件。",
        "请安装 maturity[sso]，或不设置身份提供方。",
        "The packages for signing in through an identity provider are not installed.",
        "Install maturity[sso], or leave the identity provider out.",
    ),
    "oidc-unreachable": Entry(
        "现在连不上身份提供方。",
        "请稍后再试，或用邮箱和密码登录；一直连不上时请告诉系统管理员。",
        "The identity provider cannot be reached now.",
        "Try again later, or sign in with e-mail address and password; tell the administrator if it stays like this.",
    ),
    "oidc-nonsense": Entry(
        "身份提供方的回答不完整，或不能理解（{detail}）。",
        "请稍后再试，或用邮箱和密码登录；仍不行时请系统管理员核对身份提供方的设置。",
        "The answer of the identity provider is incomplete, or cannot be understood ({detail}).",
        "Try again later, or sign in with e-mail address and password; if it persists, have the administrator check "
        "the settings of the identity provider.",
    ),
    "oidc-issuer": Entry(
        "身份提供方自称 {found}，设置里写的是 {wanted}。",
        "请系统管理员把设置改得与它自称的一字不差。",
        "The identity provider calls itself {found}; the settings name {wanted}.",
        "Have the administrator write it exactly as it calls itself.",
    ),
    "oidc-clock": Entry(
        "身份提供方的时钟与本机相差 {seconds} 秒。",
        "请让本机与时间服务器同步；相差太多时登录会被拒绝。",
        "The clock of the identity provider is {seconds} seconds ahead of this machine's.",
        "Have this machine follow a time server; where they differ by much, sign-ins are refused.",
    ),
    "oidc-none": Entry(
        "这里没有设置身份提供方。",
        "请用邮箱和密码登录。",
        "No identity provider is set up here.",
        "Sign in with e-mail address and password.",
    ),
    "oidc-denied": Entry(
        "身份提供方没有让您登录。",
        "请再试一次，或用邮箱和密码登录；仍不行时请联系身份提供方的管理员。",
        "The identity provider did not sign you in.",
        "Try again, or sign in with e-mail address and password; if it persists, ask the provider's administrator.",
    ),
    "oidc-state": Entry(
        "这次登录不是从此浏览器的登录页开始的，已经用过，或隔得太久。",
        "请从登录页重新开始。",
        "This sign-in did not begin on the sign-in page of this browser, was used already, or took too long.",
        "Begin again on the sign-in page.",
    ),
    "oidc-proof": Entry(
        "身份提供方的凭证没有通过核对（{detail}），没有登录。",
        "请从登录页重新开始；仍不行时请系统管理员核对身份提供方的设置和时钟。",
        "The proof of the identity provider did not pass the checks ({detail}); nobody was signed in.",
        "Begin again on the sign-in page; if it persists, have the administrator check settings and clock.",
    ),
    "oidc-unverified": Entry(
        "身份提供方没有证明您的邮箱属于您，因此不能建立账户。",
        "请先在身份提供方那里验证邮箱，再试一次。",
        "The identity provider does not say that your e-mail address is proven to be yours; no account was made.",
        "Have the address verified at the identity provider, then try again.",
    ),
    "oidc-address-taken": Entry(
        "邮箱 {email} 在这里已有账户，还没有与身份提供方连接。",
        "请用密码登录一次，在“账户与密码”里连接；忘记密码时可以先重设。",
        "There is already an account for {email}, which is not connected to the identity provider yet.",
        "Sign in with the password once, and connect it on the page 'Account and password'; a forgotten password can "
        "be reset before.",
    ),
    "oidc-another": Entry(
        "您在身份提供方那里登录的不是与此账户连接的身份。",
        "请在身份提供方那里换成自己的账户，再确认一次。",
        "At the identity provider you signed in with an account that is not connected to this one.",
        "Change to your own account there, and confirm again.",
    ),
    "oidc-old": Entry(
        "身份提供方没有重新核对您的身份。",
        "请退出身份提供方后再确认一次，或输入密码。",
        "The identity provider did not check anew who you are.",
        "Sign out there and confirm again, or enter the password.",
    ),
    "identity-taken": Entry(
        "身份提供方的这个身份已与另一个账户连接。",
        "请换一个身份，或先用那个账户解除连接。",
        "This identity is connected to another account already.",
        "Use another one, or disconnect it there first.",
    ),
    "identity-there": Entry(
        "您的账户已与身份提供方的一个身份连接。",
        "要换成另一个，请先解除现在的连接。",
        "Your account is connected to an identity already.",
        "To change to another one, disconnect the present one first.",
    ),
    "identity-pending": Entry(
        "没有等待连接的身份，或隔得太久。",
        "请重新前往身份提供方登录。",
        "No identity is waiting to be connected, or it took too long.",
        "Sign in at the identity provider again.",
    ),
    "identity-only": Entry(
        "您的账户没有密码，解除连接后将无法登录。",
        "请先用“忘记密码”设置一个密码。",
        "Your account has no password: without the connection you could not sign in.",
        "Set a password first, by 'Forgot your password'.",
    ),
}
