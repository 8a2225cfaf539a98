"""Which customer a row of another file means: by the key it was imported with, by its code, or by its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from store.database import rows
from store.duplicates import same_name
from store.errors import N_, Reason
from store.importing import refs


class Known(NamedTuple):
    """A customer that a row may mean."""

    id: int
    name: str
    owner: int | None
    kind: str


class Directory:
    """All customers, asked for once."""

    def __init__(self, source: str) -> None:
        self.by_id: dict[int, Known] = {}
        self._codes: dict[str, list[Known]] = {}
        self._names: dict[str, list[Known]] = {}
        for number, name, owner, kind, code in rows(
            "SELECT id, name, owner_id, kind, code FROM customer WHERE deleted_at IS NULL"
        ):
            found = self.by_id[number] = Known(number, name, owner, kind)
            self._names.setdefault(same_name(name), []).append(found)
            if code:
                self._codes.setdefault(code, []).append(found)
        self._keys = {key: number for key, (number, _seen) in refs.known(source, "customer").items()}

    def find(self, key: str, name: str) -> Known | Reason | None:
        """The customer with this key or this name; the Reason why it isn't clear; None when neither is given."""
        if key:
            number = self._keys.get(key)
            if number is not None and number in self.by_id:
                return self.by_id[number]
            if len(found := self._codes.get(key, [])) == 1:
                return found[0]
            if not name:
                return Reason(N_("no customer has the number {key}"), {"key": key[:40]})
        if not name:
            return None
        named = self._names.get(same_name(name), [])
        if len(named) == 1:
            return named[0]
        if named:
            exact = [one for one in named if one.name == name]
            return (
                exact[0] if len(exact) == 1 else Reason(N_("more than one customer is called {name}"), {"name": name})
            )
        return Reason(N_("no customer is called {name}; import or add it first"), {"name": name[:60]})

    def find_each(self, keys: Sequence[str | None], names: Sequence[str | None]) -> list[Known | Reason | None]:
        """As ``find`` for each row, asked once for each distinct pair."""
        pairs = list(zip(keys, names, strict=True))
        answers = {pair: self.find(pair[0] or "", pair[1] or "") for pair in set(pairs)}
        return [answers[pair] for pair in pairs]


CUSTOMER_NAMES = (
    "customer name|company|company name|account|account name|organization|related to|associated company"
    "|客户名称|客户|公司名称|公司|kunde|firma|cliente|empresa"
)
CUSTOMER_KEYS = "customer number|customer no|customer id|account id|account number|客户编号|客户编码|kundennummer"
OWNERS = "sales rep|rep|responsible|assigned to|负责人|销售|销售人员|业务员|跟进人|betreuer|responsable"
NOTES = "notes|remarks|comment|comments|description|备注|说明|notiz|notas"
KEYS = "id|record id|external id|uuid|记录id|编号|唯一标识"
