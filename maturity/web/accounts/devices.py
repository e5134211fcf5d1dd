"""A short description of the device of a request: browser and system, nothing that identifies it."""

from flask import request

# What a browser's name for itself holds -> what people call it; the first that is found is it.
_BROWSERS = {
    "MicroMessenger": "WeChat",
    "DingTalk": "DingTalk",
    "Edg": "Edge",
    "OPR/": "Opera",
    "QQBrowser": "QQ",
    "MetaSr": "Sogou",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "OpenHarmony": "HarmonyOS",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


def device() -> str:
    """Browser and system: "Firefox · Windows"; unknown parts are left out."""
    agent = request.headers.get("User-Agent", "")
    return " · ".join(found for names in (_BROWSERS, _SYSTEMS) if (found := _first(agent, names)))


def _first(agent: str, names: dict[str, str]) -> str:
    return next((words for mark, words in names.items() if mark in agent), "")
