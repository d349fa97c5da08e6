"""Pairs of opposites in English and Chinese: a claim with the one does not follow from a sentence with the other."""

import re
from functools import cache

from rag.verify.wording import folded

_PAIRS = """
rise|rises|rose|risen|rising|increas\\w+|grew|grow\\w*|higher|climb\\w*|上涨|上升|增加|增长|提高|升高|高于 / fall|falls|fell|fallen|falling|decreas\\w+|declin\\w+|drop\\w*|lower\\w*|reduc\\w+|下跌|下降|减少|降低|下滑|低于|降至
more than|above|over|exceed\\w*|超过|多于|高于 / less than|below|under|fewer than|不足|少于|低于
accelerat\\w+|faster|加速|加快 / slow\\w*|放缓|减慢
begin|begins|began|start\\w*|launch\\w*|开始|启动|开启|发起 / end|ends|ended|stop\\w*|finish\\w*|cease\\w*|结束|停止|终止|停飞
open|opens|opened|reopen\\w*|开放|重新开放|开业|通行 / close|closes|closed|shut|关闭|停业|封闭
accept\\w*|agree\\w*|approv\\w+|allow\\w*|support\\w*|接受|同意|批准|允许|支持|赞成 / declin\\w+|reject\\w*|refus\\w+|oppos\\w+|deny|denies|denied|turned down|拒绝|谢绝|反对|否认|驳回|否决
admit\\w*|confess\\w*|承认 / den(?:y|ies|ied)|否认
win|wins|won|victory|获胜|赢得|战胜|夺得 / lose|loses|lost|defeat\\w*|失利|输给|落败|战败
success\\w*|succeed\\w*|成功 / fail\\w*|失败|未能
buy|buys|bought|purchas\\w+|acquir\\w+|购买|买下|收购|买入 / sell|sells|sold|出售|卖掉|卖给|卖出|抛售
join|joins|joined|enter\\w*|加入|加盟|进入 / leave|leaves|left|quit\\w*|withdr\\w+|离开|退出|撤回
early|earlier|before|prior to|早于|提前|之前|以前 / late|later|after|晚于|推迟|之后|以后|延迟
first|earliest|首次|第一|最早|首个 / last|latest|final|最后|末次|最终
guilty|convict\\w+|sentenc\\w+|有罪|判处|定罪 / innocent|acquit\\w*|not guilty|无罪|宣告无罪
cheap\\w*|low price|便宜|低价|廉价 / expensive|costly|high price|昂贵|高价|太贵
free of charge|for free|免费|无偿 / pay|pays|paid|fee|price|收费|付费|有偿|价格
public\\w*|公开|公共 / private\\w*|secret\\w*|confidential\\w*|保密|私人|秘密|私营
alive|surviv\\w+|recover\\w*|存活|生还|幸存|康复 / dead|die|dies|died|death\\w*|kill\\w*|死亡|去世|丧生|遇难|身亡
north\\w*|北部|北方|北侧|以北 / south\\w*|南部|南方|南侧|以南
east\\w*|东部|东方|东侧|以东 / west\\w*|西部|西方|西侧|以西
large\\w*|big\\w*|great\\w*|大型|较大|最大 / small\\w*|little|tiny|小型|较小|最小
long\\w*|较长|最长|更长 / short\\w*|较短|最短|更短
high\\w*|tall\\w*|较高|最高|更高|高峰 / low\\w*|较低|最低|更低
fast\\w*|quick\\w*|rapid\\w*|快速|迅速|湍急 / slow\\w*|缓慢|缓流
hard\\w*|坚硬|困难 / soft\\w*|easy|easily|柔软|容易
dry|arid|干燥|干旱|晴 / wet|rain\\w*|humid|潮湿|下雨|冒雨
hot\\w*|warm\\w*|heat\\w*|炎热|温暖|高温 / cold\\w*|cool\\w*|freez\\w*|寒冷|低温|结冰
full|crowded|booked|满员|坐满|挤满|订满 / empty|vacant|空|没有客人
inside|indoors|室内|屋里|屋内 / outside|outdoors|户外|室外|外面
day|daytime|白天|正午 / night|nocturnal|夜间|夜里|晚上
majority|most|大多数|多数|大部分 / minority|few|少数|小部分|极少
all|every\\w*|所有|全部|全体|均 / none|nobody|no one|some|没有人|无人|部分|有些
always|often|frequent\\w*|总是|经常|常常|时常 / never|rare\\w*|seldom|hardly|从不|从未|很少|极少|罕见
safe\\w*|安全 / danger\\w*|unsafe|harmful|危险|有害
same|unchanged|equal\\w*|相同|不变|一样|保持 / differ\\w*|chang\\w+|不同|变化|改变
together|both|jointly|共同|一起|双方 / alone|single|only|独自|单独|仅
mandatory|compulsory|required|强制|必须 / voluntary|optional|自愿|任意|自行决定
legal|lawful|合法 / illegal|unlawful|非法|违法
in force|effective|生效|有效 / repeal\\w*|revok\\w*|expire\\w*|void|废止|撤销|失效|无效
import\\w*|进口 / export\\w*|出口
strengthen\\w*|tighten\\w*|strict\\w*|加强|收紧|严格 / weaken\\w*|relax\\w*|loosen\\w*|削弱|放松|放宽
permanent\\w*|永久|长期 / temporar\\w+|interim|临时|暂时|短期
positive|benefi\\w+|advantag\\w+|积极|有利|利好|好处 / negative|adverse|disadvantag\\w+|消极|不利|负面|坏处
father|父亲 / mother|母亲
son|儿子 / daughter|女儿
man|men|male|男子|男性|男人|先生 / woman|women|female|女子|女性|女人|女士
husband|丈夫 / wife|妻子
"""  # noqa: E501 (a pair a line)


def _side(words: str) -> re.Pattern[str]:
    english = [word for word in words.split("|") if word.isascii()]
    chinese = [word for word in words.split("|") if not word.isascii()]
    pattern = rf"(?<![a-z])(?:{'|'.join(english)})(?![a-z])"
    return re.compile(f"{pattern}|{'|'.join(chinese)}" if chinese else pattern)


OPPOSITES = tuple(
    (_side(line.split(" / ")[0]), _side(line.split(" / ")[1])) for line in _PAIRS.strip().splitlines()
)
"""The two sides of each pair."""


@cache
def sides(text: str) -> tuple[tuple[str, str], ...]:
    """For each pair the first word of each side that the text holds, or nothing."""
    line = folded(text)
    found = []
    for one, other in OPPOSITES:
        a, b = one.search(line), other.search(line)
        found.append((a[0] if a else "", b[0] if b else ""))
    return tuple(found)


def opposed(claim: str, evidence: str) -> list[tuple[str, str]]:
    """Words of the claim beside their opposites in the evidence, where the evidence lacks the claim's side."""
    found = []
    for (claim_a, claim_b), (held_a, held_b) in zip(sides(claim), sides(evidence), strict=True):
        if claim_a and not claim_b and held_b and not held_a:
            found.append((claim_a, held_b))
        elif claim_b and not claim_a and held_a and not held_b:
            found.append((claim_b, held_a))
    return found
