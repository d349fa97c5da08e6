"""Everyday words that exclude each other, in English and Chinese: no claim of a Friday follows from a Tuesday."""

import re
from functools import cache

from rag.verify.wording import folded

_KINDS = """
monday 周一|星期一|礼拜一; tuesday 周二|星期二|礼拜二; wednesday 周三|星期三|礼拜三; thursday 周四|星期四|礼拜四; friday 周五|星期五|礼拜五; saturday 周六|星期六|礼拜六; sunday 周日|周天|星期[日天]|礼拜[日天]
spring 春[天季节]; summer 夏[天季]|暑[期假]; autumn|fall 秋[天季]; winter 冬[天季]|寒[冬假]
morning 早[上晨]|上午|清晨; afternoon 下午|午后; evening 傍晚|晚上|晚间; midnight 午夜|半夜
red 红色?; yellow 黄色; green 绿色; blue 蓝色; black 黑色; white 白色; brown 棕色|褐色; grey|gray 灰色; purple 紫色; pink 粉色
gold 黄?金[矿币牌色]|黄金; silver 银[矿币牌色]|白银; copper|bronze 铜; iron 铁[矿器]; steel 钢; coal 煤; salt 盐; stone 石[像头]; wood|wooden 木[材头制]; glass 玻璃; oil 石油; gas|gases 天然气|气体
train|railway|railways 火车|列车|铁路; plane|airplane|aircraft|flight|flights|airport|airports|pilot|pilots 飞机|航班|机场|飞行员; ship|ships|boat|boats|ferry|ferries|harbour|port 船|轮渡|渡轮|港口; bus|buses 公交|巴士; lorry|lorries|truck|trucks 卡车|货车; motorcycle|motorcycles 摩托车; bicycle|bicycles|bike|bikes 自行车|单车; tram|trams 电车; helicopter|helicopters 直升机; motorway|highway 高速公路
father 父亲|爸爸; mother 母亲|妈妈; brother 兄弟|哥哥|弟弟; sister 姐妹|姐姐|妹妹; son 儿子; daughter 女儿; uncle 叔叔|舅舅|伯伯; aunt 姑姑|阿姨|姨妈|婶婶; grandfather 祖父|爷爷|外公; grandmother 祖母|奶奶|外婆; husband 丈夫; wife 妻子; neighbour|neighbor 邻居; colleague 同事; boss 老板|上司; friend 朋友
teacher|teachers 教师|老师; doctor|doctors 医生; nurse|nurses 护士; lawyer|lawyers 律师; farmer|farmers 农民; soldier|soldiers 士兵; student|students|pupils 学生; journalist|journalists 记者; engineer|engineers 工程师; cook|chef 厨师; manager 经理; driver|drivers 司机; minister|ministers 部长|大臣; mayor 市长; prime minister 总理|首相; president 总统; physicist 物理学家; chemist 化学家; botanist 植物学家; mathematician 数学家; historian 历史学家; painter 画家; poet 诗人; composer 作曲家; singer 歌手; actor|actress 演员; prisoners 囚犯|囚徒|犯人; monk|monks 僧人|和尚; captain 船长|队长
school|schools 学校|小学|中学; hospital|hospitals 医院; bank|banks 银行; museum 博物馆; library 图书馆; restaurant|restaurants 餐馆|餐厅|饭店; cinema|cinemas 影院; theatre|theater 剧院; hotel|hotels 酒店|宾馆|旅馆; factory|factories 工厂; church 教堂; supermarket|supermarkets 超市; office 办公室; stadium 体育场; farm|farms 农场; prison 监狱; castle 城堡; bridge 桥; tower 塔; palace 宫殿|王宫; market 市场|集市
rain|rains|raining|flood|floods|flooding|flooded|storm|storms 下雨|大雨|降雨|暴雨|雨水|洪水|水灾|风暴|暴风; snow|snowing 下雪|大雪|降雪|暴雪; earthquake 地震; drought 干旱|旱灾; fire|fires|wildfire 火灾|山火|大火; avalanche|landslide 雪崩|滑坡
rice 稻|大米; wheat 小麦; maize|corn 玉米; potato|potatoes 土豆|马铃薯; cotton 棉花; tea 茶; coffee 咖啡; milk 牛奶; beer 啤酒; wine 葡萄酒; bread 面包; sugar 糖; apple|apples 苹果; grapes 葡萄(?!酒); olive|olives 橄榄
dog|dogs 狗|犬; cat|cats 猫; horse|horses 马匹|(?<![罗巴])马(?=[群车厩]); cow|cows|cattle 牛(?!奶); sheep 羊; pig|pigs 猪; wolf|wolves 狼; bear|bears 熊; bird|birds 鸟; fish 鱼; whale|whales 鲸; bee|bees 蜜蜂; snake|snakes 蛇
asthma 哮喘; migraine 偏头痛; cancer 癌; diabetes 糖尿病; malaria 疟疾; influenza|flu 流感; measles 麻疹; vaccine|vaccines 疫苗; antibiotic|antibiotics 抗生素
football 足球; basketball 篮球; tennis 网球; hockey 冰球|曲棍球; chess 象棋|国际象棋; swimming|swam|swim 游泳; skating|skated|skate 滑冰|溜冰; skiing|skied 滑雪; cycling 骑行|骑车; running 跑步
film|films|movie 电影|影片; novel|novels 小说; song|songs 歌曲; opera 歌剧; painting|paintings 画作|油画; poem|poems 诗(?!人); play|plays 戏剧|话剧
north 北[部方侧]; south 南[部方侧]; east 东[部方侧]; west 西[部方侧]
knee 膝; shoulder 肩; hand|hands (?<![助双])手[部臂掌]; head 头部; ankle 脚踝|踝; heart 心脏; lung|lungs 肺; eye|eyes 眼
water 用水|水量|淡水; fertiliser|fertilizer 化肥|肥料; electricity 电力|用电; food 食品|食物; clothes|clothing 衣服|服装; medicine|medicines 药[品物]; books 书籍|图书
river 河; lake 湖; sea|ocean 海洋|大海; mountain|mountains 山[脉区]|高山; island|islands 岛; desert 沙漠; forest|forests 森林; coast 海岸|沿海; valley 山谷
"""  # noqa: E501 (a kind a line)

_Member = tuple[re.Pattern[str], str]


def _members(line: str) -> tuple[_Member, ...]:
    members = []
    for entry in line.split("; "):
        at = next(i for i, c in enumerate(entry) if not c.isascii() or c == "(") - 1
        english, chinese = entry[:at], entry[at + 1 :]
        members.append((re.compile(rf"(?<![a-z])(?:{english})(?![a-z])|{chinese}"), english.split("|")[0]))
    return tuple(members)


_ALL = tuple(_members(line) for line in _KINDS.strip().splitlines())


@cache
def _held(text: str) -> tuple[dict[int, str], ...]:
    """For each kind its members that a text names, with the words that name them."""
    line = folded(text)
    return tuple(
        {i: found[0] for i, (pattern, _) in enumerate(kind) if (found := pattern.search(line))}
        for kind in _ALL
    )


def exchanged(claim: str, evidence: str) -> list[tuple[str, str]]:
    """Words of the claim that the evidence lacks, beside words of the same kind that it has and the claim lacks."""
    found = []
    for said, held in zip(_held(claim), _held(evidence), strict=True):
        new, lost = [i for i in said if i not in held], [i for i in held if i not in said]
        if new and lost:
            found.append((said[new[0]], held[lost[0]]))
    return found
