"""Mistakes of access tokens, and of requests to the HTTP interface."""

from ...entry import Entry

ENTRIES: dict[str, Entry] = {
    "access-token-name": Entry(
        "令牌的用途没有填写，或超过 {limit} 个字符。",
        "请写明由哪个程序使用，例如“月度数据同步”。",
        "What the token is for is missing or longer than {limit} characters.",
        "Name the program that uses it, such as 'monthly synchronisation'.",
    ),
    "access-token-scopes": Entry(
        "没有选择令牌的权限范围，或有未知的范围。",
        "请至少选择一项：{allowed}。",
        "No scope was chosen for the token, or one that is unknown.",
        "Choose at least one of: {allowed}.",
    ),
    "access-token-days": Entry(
        "令牌的有效期不是 1 到 {most} 天。",
        "请从列表里选择有效期。",
        "The token would not end within 1 to {most} days.",
        "Choose from the list when it ends.",
    ),
    "access-token-many": Entry(
        "有效的令牌已有 {most} 个。",
        "请先撤销不再使用的令牌。",
        "There are {most} tokens that have not ended.",
        "Revoke those that are not used any more first.",
    ),
    "access-token-unknown": Entry(
        "请求没有附带有效的访问令牌：没有令牌、令牌已撤销或到期，或账户已停用。",
        "请在“账户与密码”页面生成令牌，并放在请求头 Authorization: Bearer 之后。",
        "The request has no valid access token: none, one that was revoked or has ended, or of a disabled account.",
        "Make a token on the page 'Account and password', and send it in the header Authorization: Bearer.",
    ),
    "access-token-scope": Entry(
        "这个令牌没有权限范围“{scope}”。",
        "请另外生成一个包含该范围的令牌。",
        "The token does not have the scope '{scope}'.",
        "Make another token that has this scope.",
    ),
    "access-token-role": Entry(
        "账户的角色“{role}”不能使用这一接口。",
        "可用的角色：{allowed}。请联系管理员核对账户的角色。",
        "The role '{role}' of the account may not use this operation.",
        "The roles that may: {allowed}. Ask an administrator to check the role of the account.",
    ),
    "access-token-second-factor": Entry(
        "管理方要求您的角色使用两步验证，而这个令牌是在没有输入验证码的登录中生成的。",
        "请设置两步验证，重新登录后另外生成一个令牌，并撤销这个令牌。",
        "Your role has to use two-step sign-in, and the token was made in a session that began without a code.",
        "Set up two-step sign-in, sign in again, make another token, and revoke this one.",
    ),
    "interface-often": Entry(
        "请求过于频繁：每分钟最多 {most} 次。",
        "请按响应头 Retry-After 的秒数等待后再试。",
        "There are too many requests: at most {most} a minute.",
        "Wait for as many seconds as the header Retry-After says.",
    ),
    "interface-field": Entry(
        "字段“{field}”不符合要求：{detail}。",
        "请按接口文档改正该字段的类型和取值。",
        "The field '{field}' is not as required: {detail}.",
        "Correct its type and value as the document of the interface says.",
    ),
    "interface-unknown-field": Entry(
        "没有“{field}”这个字段。",
        "请删去该字段，或按接口文档改正它的名称。",
        "There is no field '{field}'.",
        "Leave it out, or correct its name as the document of the interface says.",
    ),
    "interface-missing-field": Entry(
        "缺少字段“{field}”。",
        "请补上该字段。",
        "The field '{field}' is missing.",
        "Add it.",
    ),
    "interface-body": Entry(
        "请求的内容不是 JSON 对象。",
        "请发送一个 JSON 对象，并把请求头 Content-Type 写成 application/json。",
        "The body of the request is not a JSON object.",
        "Send a JSON object, with the header Content-Type: application/json.",
    ),
    "interface-problem-unknown": Entry(
        "没有这个错误代码。",
        "请核对代码，它在错误回复的 code 字段里。",
        "There is no problem with this code.",
        "Check the code: it stands in the member code of a mistake.",
    ),
    "interface-questionnaire-unknown": Entry(
        "没有这份问卷，或没有这个版本。",
        "请从问卷列表里取得 id 和版本。",
        "There is no such questionnaire, or not in this version.",
        "Take id and version from the list of questionnaires.",
    ),
    "interface-item-unknown": Entry(
        "问卷里没有这个条目，或它不在本次评估的范围内。",
        "请从问卷里取得条目的 id。",
        "The questionnaire has no such item, or the assessment leaves it out.",
        "Take the ids of items from the questionnaire.",
    ),
    "interface-job-unknown": Entry(
        "没有这个任务，或它已超过一天。",
        "请从任务列表里取得 id。",
        "There is no such job, or it is more than a day old.",
        "Take its id from the list of jobs.",
    ),
    "interface-file-unknown": Entry(
        "没有这个文件，或它已被删除。",
        "请重新读取列表，从中取得文件的地址。",
        "There is no such file, or it was deleted.",
        "Read the list again, and take the address of the file from it.",
    ),
    "interface-cursor": Entry(
        "参数 cursor 不是这个列表给出的游标，或它指向的条目已不存在。",
        "请不带 cursor 从第一页重新开始。",
        "The parameter cursor is not one that this list gave, or its entry is no longer there.",
        "Begin again with the first page, without cursor.",
    ),
    "interface-precondition": Entry(
        "保存时没有说明依据的是哪个版本。",
        "请把读取时得到的 ETag 放进请求头 If-Match；从未保存过的，请写 If-None-Match: *。",
        "The request does not say which version it is based on.",
        "Send the ETag that was read in the header If-Match; for what was never saved, send If-None-Match: *.",
    ),
    "interface-repeated": Entry(
        "参数“{field}”出现了不止一次。",
        "请只写一次。",
        "The parameter '{field}' stands more than once.",
        "Give it once.",
    ),
}
