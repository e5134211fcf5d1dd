"""Mistakes of reports."""

from ..entry import Entry

ENTRIES: dict[str, Entry] = {
    "report-unknown-suffix": Entry(
        "不能写成“{found}”格式的报告。",
        "改用以下之一：{allowed}。",
        "A report cannot be written as '{found}'.",
        "Use one of: {allowed}.",
    ),
    "report-no-pdf": Entry(
        "这台机器不能生成 PDF：{detail}。",
        "请管理员安装 maturity[pdf] 以及系统的 Pango 库（Debian：libpangoft2-1.0-0、libharfbuzz-subset0）；"
        "也可以先下载 HTML，用浏览器打印成 PDF。",
        "This server cannot create PDF files: {detail}.",
        "Ask the administrator to install maturity[pdf] and the system's Pango (Debian: libpangoft2-1.0-0, "
        "libharfbuzz-subset0); until then, download HTML and print it to PDF with a browser.",
    ),
}
