"""Mistakes of numbers and units that are entered."""

from ..entry import Entry

ENTRIES: dict[str, Entry] = {
    "quantity-no-number": Entry(
        "“{found}”不是数。",
        "请用数字填写，例如 45,000 或 4.5 万。",
        "'{found}' is not a number.",
        "Write it in digits, for example 45,000 or 4.5.",
    ),
    "quantity-long": Entry(
        "此处有 {length} 个字符，一个数连同单位不超过 {limit} 个。",
        "只写数和单位，说明写进备注。",
        "There are {length} characters here; a number with its unit has at most {limit}.",
        "Write the number and its unit alone; explanations fit in the comment.",
    ),
    "quantity-two-points": Entry(
        "“{found}”里有不止一个小数点。",
        "只留一个小数点；千位用逗号分开，例如 1,234.5。",
        "'{found}' has more than one decimal point.",
        "Keep one; separate thousands by commas, as in 1,234.5.",
    ),
    "quantity-comma": Entry(
        "“{found}”里的逗号或空格不是每三位一个，读不准。",
        "若是千位分隔，请写 {read}；若是小数，请用小数点。",
        "The commas or blanks in '{found}' do not stand before every three digits, so it could be read in two ways.",
        "If they separate thousands, write {read}; if they mark decimals, use a point.",
    ),
    "quantity-beyond": Entry(
        "“{found}”太大或太接近 0。",
        "请核对位数和单位。",
        "'{found}' is too large, or too close to 0.",
        "Check its digits and its unit.",
    ),
    "quantity-unit-unknown": Entry(
        "不认识单位“{found}”。",
        "此处可用：{allowed}。",
        "The unit '{found}' is not known.",
        "Here you can use: {allowed}.",
    ),
    "quantity-unit-unfit": Entry(
        "单位“{found}”不适合此处。",
        "此处可用：{allowed}。",
        "The unit '{found}' does not fit here.",
        "Here you can use: {allowed}.",
    ),
    "quantity-two-units": Entry(
        "数的后面写着单位“{first}”，单位栏却是“{second}”。",
        "请只写一个，或写成一致。",
        "The number has the unit '{first}' after it, but the unit given is '{second}'.",
        "Write one of them, or the same in both places.",
    ),
    "quantity-share": Entry(
        "“{found}”可能是 {share}%，也可能是 {found}%。",
        "请写上百分号，例如 {share}%。",
        "'{found}' can be {share}% or {found}%.",
        "Write the per-cent sign, as in {share}%.",
    ),
    "quantity-below": Entry(
        "读到 {read}，小于 {limit}。",
        "请核对数值、正负号和单位；此处不能小于 {limit}。",
        "This was read as {read}, which is below {limit}.",
        "Check the value, its sign and its unit; it cannot be below {limit} here.",
    ),
    "quantity-not-above": Entry(
        "读到 {read}，此处必须大于 {limit}。",
        "请核对数值和单位。",
        "This was read as {read}; it has to be above {limit} here.",
        "Check the value and its unit.",
    ),
    "quantity-over": Entry(
        "读到 {read}，大于 {limit}。",
        "请核对数值、百分号和单位；此处不能大于 {limit}。",
        "This was read as {read}, which is above {limit}.",
        "Check the value, the per-cent sign and the unit; it cannot be above {limit} here.",
    ),
}
