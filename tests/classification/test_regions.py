import re
from collections import Counter

import pytest

from maturity.classification.localities import CEASED, MOVED, ceased_names, counties
from maturity.classification.regions import (
    CITIES,
    ECONOMIC_REGIONS,
    PROVINCES,
    read_city,
    read_province,
    with_province,
)
from maturity.classification.spelling import key
from maturity.errors import Refusal

# The 51 cities of the published list of 2021 (enterprises at level 2 and above)
PUBLISHED = """
320200=无锡 430100=长沙 320500=苏州 440300=深圳 110000=北京 370500=东营 370200=青岛 370800=济宁
320400=常州 310000=上海 500000=重庆 321300=宿迁 370700=潍坊 371400=德州 321200=泰州 370300=淄博
371300=临沂 371000=威海 370100=济南 341100=滁州 330100=杭州 370900=泰安 350200=厦门 340200=芜湖
640300=吴忠 370600=烟台 640100=银川 340500=马鞍山 420100=武汉 370400=枣庄 610100=西安 120000=天津
320300=徐州 361100=上饶 371700=菏泽 441300=惠州 640200=石嘴山 430200=株洲 371600=滨州 340100=合肥
510100=成都 440100=广州 330200=宁波 360400=九江 220100=长春 320100=南京 371500=聊城 130100=石家庄
321100=镇江 210200=大连 360100=南昌
"""
MUNICIPALITIES = ("110000", "120000", "310000", "500000")
OUTSIDE_THE_MAINLAND = ("710000", "810000", "820000")


def code_of(text):
    with pytest.raises(Refusal) as refusal:
        read_city(text)
    (problem,) = refusal.value.problems
    assert problem.line("zh")
    assert problem.line("en")
    return problem.code


def suggestions(text):
    with pytest.raises(Refusal) as refusal:
        read_city(text)
    return re.findall(r"\d{6}", str(refusal.value.problems[0].values["near_en"]))


def test_34_provinces_and_344_second_level_places():
    assert len(PROVINCES) == 34
    assert len(CITIES) == 344
    assert list(PROVINCES) == sorted(PROVINCES)
    assert list(CITIES) == sorted(CITIES)
    assert all(city.province in PROVINCES for city in CITIES.values())


def test_municipalities_and_the_three_others_are_their_own_city():
    own = {city.code for city in CITIES.values() if city.code == city.province}
    assert own == {*MUNICIPALITIES, *OUTSIDE_THE_MAINLAND}
    assert all(CITIES[code].name == PROVINCES[code].name for code in own)


def test_every_other_city_has_its_province_code_in_front():
    assert all(city.code[:2] == city.province[:2] for city in CITIES.values())


def test_economic_regions_are_those_of_the_statistics_bureau():
    sizes = Counter(province.economic_region for province in PROVINCES.values())
    assert sizes == {"east": 10, "central": 6, "west": 12, "northeast": 3, None: 3}
    assert set(ECONOMIC_REGIONS) == set(sizes) - {None}
    east = "".join(province.short.zh for province in PROVINCES.values() if province.economic_region == "east")
    assert east == "北京天津河北上海江苏浙江福建山东广东海南"


def test_tiles_do_not_overlap_and_lie_as_on_the_map():
    tile = {province.short.zh: province.tile for province in PROVINCES.values()}
    assert len(set(tile.values())) == 34
    assert all(0 <= column < 8 and 0 <= row < 8 for column, row in tile.values())
    assert min(tile.values()) == tile["新疆"]
    for west, east in [("四川", "湖北"), ("甘肃", "山西"), ("江苏", "上海"), ("云南", "广东"), ("北京", "吉林")]:
        assert tile[west][0] < tile[east][0]
    for north, south in [("黑龙江", "吉林"), ("山东", "江苏"), ("河北", "河南"), ("广东", "海南"), ("浙江", "福建")]:
        assert tile[north][1] < tile[south][1]


@pytest.mark.parametrize("pair", PUBLISHED.split())
def test_the_published_cities_are_read_by_code_and_by_name(pair):
    code, name = pair.split("=")
    assert read_city(code) == read_city(name) == read_city(read_city(code).name.en) == CITIES[code]


def test_the_published_list_has_51_cities():
    assert len(PUBLISHED.split()) == 51


def test_every_code_and_every_shown_name_leads_back():
    for city in CITIES.values():
        for text in (city.code, city.name.zh, city.name.en, PROVINCES[city.province].name.zh + city.name.zh):
            assert read_city(text) is city


def test_every_short_name_leads_back_unless_a_province_has_it():
    ambiguous = {city.short.zh for city in CITIES.values() if city.short.zh in ("吉林", "海南")}
    for city in CITIES.values():
        if city.short.zh not in ambiguous:
            assert read_city(city.short.zh) is city


def test_english_names_are_unique_and_plainly_written():
    names = [city.name.en for city in CITIES.values()]
    assert len({key(name) for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Z][A-Za-zêü' ]+( \([A-Z][a-z]+\))?", name) for name in names)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Xi'an", "610100"),
        ("xian", "610100"),
        ("Xi’an", "610100"),
        ("Huhehaote", "150100"),
        ("Hohhot", "150100"),
        ("Ürümqi", "650100"),
        ("Lvliang", "141100"),
        ("Luliang", "141100"),
        ("Kunming City", "530100"),
        ("Suzhou (Jiangsu)", "320500"),
        ("Suzhou, Anhui", "341300"),
        ("江苏苏州", "320500"),
        ("江苏省 苏州市", "320500"),
        ("北京市北京市", "110000"),
        ("３２０５００", "320500"),
        ("延边", "222400"),
        ("Yanbian", "222400"),
        ("济源市", "419000"),
        ("仙桃", "429000"),
        ("Shihezi", "659000"),
        ("香港", "810000"),
        ("Macau", "820000"),
        ("台湾", "710000"),
        ("吉林市", "220200"),
    ],
)
def test_other_ways_of_writing(text, code):
    assert read_city(text).code == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Suzhou", ["320500", "341300"]),
        ("Taizhou", ["321200", "331000"]),
        ("Fuzhou", ["350100", "361000"]),
        ("Yichun", ["230700", "360900"]),
        ("Yulin", ["450900", "610800"]),
        ("吉林", ["220200", "220000"]),
        ("Jilin", ["220200", "220000"]),
        ("海南", ["632500", "460000"]),
    ],
)
def test_names_of_several_places_are_refused_with_all_of_them(text, codes):
    assert code_of(text) == "class-city-ambiguous"
    assert suggestions(text) == codes


@pytest.mark.parametrize("text", ["江苏", "江苏省", "320000", "Jiangsu", "Tibet", "广西壮族自治区"])
def test_a_province_is_not_a_city(text):
    assert code_of(text) == "class-city-province"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("苏洲市", "320500"),
        ("苏州市高新区", "320500"),
        ("江苏省苏州市某某镇", "320500"),
        ("Shenzen", "440300"),
        ("Shnezhen", "440300"),
        ("乌鲁木其市", "650100"),
        ("平凉地区", "620800"),
    ],
)
def test_mistyped_places_are_refused_with_the_likely_one_first(text, first):
    assert code_of(text) == "class-city-near"
    assert suggestions(text)[0] == first


NOWHERE = "| |999999|329900|3205|{0}|?|瓦坎达|江苏省瓦坎达市|浙江省昆山市|浙江省莱芜市|张家川|Changshu|Kunshan"


@pytest.mark.parametrize("text", NOWHERE.split("|"))
def test_unknown_places_are_refused_without_a_guess(text):
    assert code_of(text) == "class-city-unknown"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("659001", "659000"),
        ("659009", "659000"),
        ("429004", "429000"),
        ("429021", "429000"),
        ("419001", "419000"),
        ("469005", "469000"),
        ("469030", "469000"),
        ("469003", "460400"),  # Danzhou, a city of its own since 2015
        ("110100", "110000"),
        ("500112", "500000"),
        ("310115", "310000"),
        ("320583", "320500"),
        ("441900003", "441900"),
        ("320500000000", "320500"),
        ("320583100000", "320500"),
        ("659001000000", "659000"),
        ("320500.0", "320500"),
        ("340823", "340700"),  # counties that lay in another city when they had this code
        ("341521100000", "340400"),
        ("512081", "510100"),
        ("410881.0", "419000"),
        ("429001", "421300"),
        ("640321", "640500"),
        ("652303", "650100"),
        ("３２０５８３", "320500"),
    ],
)
def test_codes_of_counties_and_towns_lead_to_their_city(text, code):
    assert read_city(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("昆山市", "320500"),
        ("昆山", "320500"),
        ("江苏省昆山市", "320500"),
        ("苏州昆山市", "320500"),
        ("江苏省苏州市昆山市", "320500"),
        ("苏州工业园区", "320500"),
        ("义乌市", "330700"),
        ("顺德", "440600"),
        ("佛山市顺德区", "440600"),
        ("浦东新区", "310000"),
        ("上海市浦东新区", "310000"),
        ("北京市海淀区", "110000"),
        ("慈溪", "330200"),
        ("南京市鼓楼区", "320100"),
        ("辽宁省沈阳市铁西区", "210100"),
        ("恩施市", "422800"),
        ("延边州", "222400"),
        ("大理州", "532900"),
        ("大同区", "230600"),  # in Daqing: neither Datong nor a suggestion of it
        ("凤凰县", "433100"),
        ("海南区", "150300"),
        ("枞阳县", "340700"),
        ("海淀", "110000"),
        ("重庆渝北", "500000"),
        ("佛山南海", "440600"),
        ("卢湾区", "310000"),  # districts of before
        ("绍兴县", "330600"),
        ("万州", "500000"),
        ("昆\u200b山\u3000市", "320500"),
    ],
)
def test_county_level_names_lead_to_their_city(text, code):
    assert read_city(text).code == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("鼓楼区", ["320100", "320300", "350100", "410200"]),
        ("江苏省鼓楼区", ["320100", "320300"]),
        ("朝阳区", ["110000", "220100"]),
        ("城关区", ["540100", "620100"]),
        ("清河区", ["211200", "320800"]),  # that of Huai'an until 2016
        ("东港", ["210600", "371100"]),
    ],
)
def test_counties_of_one_name_are_refused_with_all_their_cities(text, codes):
    assert code_of(text) == "class-city-ambiguous"
    assert suggestions(text) == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("襄樊市", "420600"),
        ("湖北省襄樊市", "420600"),
        ("思茅", "530800"),
        ("那曲地区", "540600"),
        ("西藏日喀则地区", "540200"),
        ("542300", "540200"),
        ("毕节地区", "520500"),
        ("522400", "520500"),
        ("海东地区", "630200"),
        ("哈密地区", "650500"),
        ("652201", "650500"),  # a county by its code of before
    ],
)
def test_renamed_places_lead_to_their_name_of_today(text, code):
    assert read_city(text).code == code


@pytest.mark.parametrize(
    ("text", "kind", "codes"),
    [
        ("莱芜市", "merged", ["370100"]),
        ("山东省莱芜市", "merged", ["370100"]),
        ("莱芜市莱城区", "merged", ["370100"]),
        ("371200", "merged", ["370100"]),
        ("371202", "merged", ["370100"]),
        ("巢湖市", "divided", ["340100", "340200", "340500"]),
        ("341400", "divided", ["340100", "340200", "340500"]),
    ],
)
def test_dissolved_places_are_refused_with_their_successors(text, kind, codes):
    assert code_of(text) == f"class-city-{kind}"
    assert suggestions(text) == codes


def test_every_county_level_name_leads_to_the_cities_it_stands_beside():
    of_cities = {name for city in CITIES.values() for name in (city.name.zh, city.short.zh, *city.other_names)}
    of_provinces = {province.short.zh for province in PROVINCES.values()}
    for name, codes in counties().items():
        if name in of_provinces:  # 河北, a district of Tianjin too
            assert code_of(name) in ("class-city-province", "class-city-ambiguous")
        elif name in ceased_names() and ceased_names()[name].kind != "renamed":  # 巢湖市, a prefecture until 2011
            assert code_of(name) == f"class-city-{ceased_names()[name].kind}"
        elif name in of_cities:  # 朝阳 is the city in Liaoning
            city = read_city(name)
            assert name in (city.name.zh, city.short.zh, *city.other_names)
        elif len(codes) == 1:
            assert read_city(name).code == codes[0]
            front = PROVINCES[CITIES[codes[0]].province].name.zh
            assert read_city(front + name).code == codes[0]
        else:
            assert code_of(name) == "class-city-ambiguous"


def test_no_code_of_before_is_one_of_today_and_all_lead_to_cities():
    inside = {code for code in MOVED if code[:4] + "00" == MOVED[code]}
    assert len(MOVED) > 70
    assert not inside
    assert set(MOVED.values()) <= set(CITIES)
    assert all(read_city(code).code == city for code, city in MOVED.items())


def test_every_ceased_place_has_a_year_a_source_and_successors_that_are_there():
    assert len(CEASED) > 15
    for code, place in CEASED.items():
        assert place.kind in ("renamed", "merged", "divided")
        assert 2000 < place.year < 2020
        assert str(place.year) in place.source
        assert set(place.successors) <= set(CITIES)
        assert (len(place.successors) == 1) == (place.kind != "divided")
        assert code in CITIES or code not in place.successors


@pytest.mark.parametrize(
    "text",
    [
        "320500 苏州市",
        "320500-苏州市",
        "320500苏州",
        "苏州市320500",
        "苏州市（320500）",
        "320506 吴中区",
        "320500 江苏省苏州市",
        "320500 Suzhou",
        "蘇州市",
        "江蘇省蘇州市",
        "320500 蘇州",
    ],
)
def test_a_code_with_its_name_and_traditional_characters_are_read(text):
    assert read_city(text).code == "320500"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("320500 南京市", ["320500", "320100"]),
        ("南京市(320500)", ["320500", "320100"]),
        ("320500 高新区", ["320500"]),
        ("999999 苏州市", ["320500"]),
        ("320000 苏州市", ["320000", "320500"]),
    ],
)
def test_a_code_with_another_name_is_refused_naming_both(text, near):
    assert code_of(text) == "class-city-name"
    assert suggestions(text) == near


def test_a_code_and_a_name_of_nowhere_are_unknown_and_of_a_merged_place_lead_to_its_successor():
    assert code_of("999999 无此地") == "class-city-unknown"
    assert code_of("371200 莱芜市") == "class-city-merged"


def test_simplified_names_are_changed_by_no_traditional_character():
    names = [name for city in CITIES.values() for name in (city.name.zh, city.short.zh)] + list(counties())
    assert [name for name in names if key(name) != "".join(filter(str.isalnum, name)).casefold()] == []


@pytest.mark.parametrize("text", ["320000", "32", "320000.0", "江苏", "江苏省", " jiangsu ", "Jiangsu", "江蘇"])
def test_a_province_by_code_and_name(text):
    assert read_province(text).code == "320000"


def test_every_province_is_found_by_each_of_its_names():
    for province in PROVINCES.values():
        for name in (province.code, province.name.zh, province.short.zh, province.name.en, *province.other_names):
            assert read_province(name) is province


@pytest.mark.parametrize(
    ("text", "code", "near"),
    [
        ("江南", "class-province-unknown", ""),  # a district's name, and one character from six provinces
        ("苏州", "class-province-city", "320000"),
        ("Suzhou", "class-province-city", "320000; 340000"),
        ("内蒙古自治驱", "class-province-near", "150000"),
        ("Guangdnog", "class-province-near", "440000"),
        ("990000", "class-province-unknown", ""),
    ],
)
def test_what_is_no_province_is_refused_with_what_comes_close(text, code, near):
    with pytest.raises(Refusal) as refusal:
        read_province(text)
    (problem,) = refusal.value.problems
    assert problem.code == code
    assert "; ".join(re.findall(r"\d{6}", str(problem.values.get("near_en", "")))) == near
    assert problem.line("zh")
    assert problem.line("en")


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("320500", "江苏省 苏州市", "Suzhou (Jiangsu)"),
        ("320100", "江苏省 南京市", "Nanjing, Jiangsu"),
        ("110000", "北京市", "Beijing"),
    ],
)
def test_a_city_says_its_province_once(code, zh, en):
    assert (with_province(CITIES[code], "zh"), with_province(CITIES[code], "en")) == (zh, en)
