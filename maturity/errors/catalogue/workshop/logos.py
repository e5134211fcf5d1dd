"""Mistakes of logos that are handed in."""

from ...entry import Entry

ENTRIES: dict[str, Entry] = {
    "logo-none": Entry(
        "没有选择标志文件。",
        "请选择一个 PNG 或 JPEG 文件再上传。",
        "No file with a logo was chosen.",
        "Choose a PNG or JPEG file, then upload it.",
    ),
    "logo-empty": Entry(
        "标志文件“{name}”是空的。",
        "请打开原文件核对后重新选择。",
        "The logo '{name}' is an empty file.",
        "Open the original, check it, and choose it again.",
    ),
    "logo-heavy": Entry(
        "标志文件“{name}”超过 {most} MB。",
        "请导出小一些的图片，宽 640 像素就够印清楚。",
        "The logo '{name}' is larger than {most} MB.",
        "Export a smaller picture; 640 pixels in width print sharply.",
    ),
    "logo-large": Entry(
        "标志“{name}”的宽或高超过 {most} 像素。",
        "请导出小一些的图片，宽 640 像素就够印清楚。",
        "The logo '{name}' is wider or higher than {most} pixels.",
        "Export a smaller picture; 640 pixels in width print sharply.",
    ),
    "logo-svg": Entry(
        "标志“{name}”是 SVG。SVG 里可以带程序和外部链接，Word 和 Excel 也不都能显示，所以不收。",
        "请在画图软件里另存为 PNG，宽 640 像素以上，背景透明。",
        "The logo '{name}' is an SVG. It can carry programs and links, and not every Word or Excel shows it; "
        "therefore it is not taken.",
        "Export it as a PNG of 640 pixels in width or more, with a transparent background.",
    ),
    "logo-format": Entry(
        "标志文件“{name}”不是 PNG 或 JPEG 图片（内容是 {found}）。",
        "请在画图软件里另存为 PNG 或 JPEG；只改文件名的后缀没有用。",
        "The logo '{name}' is neither a PNG nor a JPEG picture; its content is {found}.",
        "Save it as PNG or JPEG in a drawing program; changing the ending of its name does not help.",
    ),
    "logo-damaged": Entry(
        "标志图片“{name}”打不开，文件可能损坏或没有传完整。",
        "请在画图软件里打开原图，另存为 PNG 后重新上传。",
        "The picture '{name}' cannot be opened; it may be damaged or cut off.",
        "Open the original in a drawing program, save it as PNG, and upload that.",
    ),
}
