"""A file of customers, with one person at each: which headings it may have, and which customer a row is about.

A row is about the customer that its key names; a file without keys is matched by name and phone, as people mean them
(see store/duplicates.py). The same name with another phone is an error: nobody can tell whether it is another branch
or a new number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from store.customers import Contact, ContactRole, Customer, CustomerKind, Need, ValueClass
from store.database import rows
from store.duplicates import digits, same_name, same_phone
from store.errors import N_, Reason
from store.importing import planning, values
from store.importing.planning import Act, Context, Plan, Subject, Tick
from store.importing.values import Read

KINDS: Mapping[CustomerKind, str] = {
    CustomerKind.PROSPECT: "lead|lead/prospect|潜在|潜在客户|意向客户|interessent|potencial",
    CustomerKind.CUSTOMER: "client|active|成交|成交客户|已成交|老客户|合作客户|kunde|cliente",
    CustomerKind.DORMANT: "inactive|sleeping|沉睡|沉睡客户|休眠",
    CustomerKind.LOST: "former|churned|流失|流失客户|失效",
}
CLASSES: Mapping[ValueClass, str] = {
    ValueClass.A: "key|重点|重点客户|A类|A级|A类客户",
    ValueClass.B: "normal|普通|普通客户|B类|B级|B类客户",
    ValueClass.C: "small|一般|一般客户|C类|C级|C类客户",
}
NEEDS: Mapping[Need, str] = {
    Need.URGENT: "紧迫|紧急|急",
    Need.CLEAR: "明确|清晰",
    Need.VAGUE: "模糊|不明确",
    Need.NONE: "无|无需求|暂无|no",
}
ROLES: Mapping[ContactRole, str] = {
    ContactRole.DECISION_MAKER: "decides|决策人|关键决策人",
    ContactRole.INFLUENCER: "影响人|影响者",
    ContactRole.EVALUATOR: "评估人|技术评估",
    ContactRole.USER: "使用人|使用者",
    ContactRole.GATEKEEPER: "把关人|守门人",
}
FIELDS = (
    *("name", "code", "kind", "industry", "source", "city", "address", "website", "phone", "email", "owner", "tags"),
    *("notes", "do_not_call", "value_class", "need", "purchasing_power", "loyalty"),
)
CONTACT = {
    "contact": "name",
    "contact_title": "title",
    "contact_role": "role",
    "contact_phone": "phone",
    "contact_email": "email",
    "wechat": "wechat",
}
MANY = N_("more than one customer is called {name}; merge them, or add a column with their numbers")
OTHER_PHONE = N_("Huddle knows {name} with the phone {phone}; is this another one? A column with numbers tells")


class Customers(Subject):
    """Customers, each with up to one contact in its row."""

    NAME = "customers"
    MODEL = Customer
    NEEDED = (("name",),)
    ALIASES: ClassVar[Mapping[str, str]] = {
        "key": "id|record id|external id|uuid|记录id|唯一标识|系统编号",
        "code": "customer number|customer no|number|account number|客户编号|客户编码|客户代码|编号|kundennummer|código",
        "name": "customer|customer name|company|company name|account|account name|organization|organization name"
        "|客户名称|客户|公司名称|公司|单位|单位名称|企业名称|kunde|firma|cliente|empresa",
        "kind": "type|status|customer type|account type|客户类型|客户分类|成交状态|客户状态|状态",
        "industry": "sector|branch|行业|所属行业|客户行业|branche|industria",
        "source": "lead source|how we met|来源|客户来源|quelle|origen",
        "city": "town|billing city|城市|所在城市|地区|省市区|ort|stadt|ciudad",
        "address": "street|billing street|详细地址|地址|公司地址|adresse|strasse|dirección",
        "website": "web|url|homepage|company domain name|website url|网址|公司网址|网站",
        "phone": "telephone|tel|phone number|phone no|mobile|电话|联系电话|公司电话|手机|手机号|手机号码|telefon"
        "|teléfono",
        "email": "e-mail|mail|email address|邮箱|邮件|电子邮箱|电子邮件|correo",
        "owner": "account owner|company owner|sales rep|rep|responsible|负责人|销售|销售人员|业务员|主责销售|所属人"
        "|跟进人|betreuer|responsable",
        "tags": "tag|labels|segment|segments|标签|客户标签",
        "notes": "note|remarks|comment|comments|description|备注|说明|描述|notiz|notas",
        "do_not_call": "no calls|asked not to be called|勿扰|拒绝来电|请勿致电",
        "value_class": "class|value|rating|abc|客户级别|客户等级|级别|等级|价值等级|klasse|clase",
        "need": "need level|需求|需求程度",
        "purchasing_power": "power|购买力",
        "loyalty": "忠诚度",
        "contact": "contact name|contact person|person|primary contact|联系人|联系人姓名|姓名|首要联系人"
        "|ansprechpartner|contacto",
        "contact_title": "title|job title|position|职务|职位|联系人职务",
        "contact_role": "role|part in the decision|角色|决策角色",
        "contact_phone": "contact mobile|direct line|联系人电话|联系人手机",
        "contact_email": "联系人邮箱",
        "wechat": "微信|微信号",
    }

    def readers(self, context: Context) -> Mapping[str, Read]:
        found: dict[str, Read] = dict.fromkeys((*FIELDS, *CONTACT, "key"), values.text)
        found |= {
            "address": values.long_text,
            "notes": values.long_text,
            "phone": values.phone,
            "contact_phone": values.phone,
            "email": values.email,
            "contact_email": values.email,
            "owner": values.person(context.people),
            "do_not_call": values.yes_no,
            "kind": values.word(KINDS),
            "value_class": values.word(CLASSES),
            "need": values.word(NEEDS),
            "contact_role": values.word(ROLES),
            "purchasing_power": values.mark,
            "loyalty": values.mark,
        }
        return found

    def judge(self, plan: Plan, context: Context) -> None:
        names = plan.titles = [name or "" for name in plan.column("name")]
        phones = plan.column("phone")
        numbers = plan.values.get("key") or plan.values.get("code")
        plan.keys = [
            number or f"{same_name(name)}|{digits(phone or '')}"
            for number, name, phone in zip(numbers or [None] * len(names), names, phones, strict=True)
        ]
        for index, name in enumerate(names):
            if not name:
                plan.wrong.setdefault(index, Reason(N_("a name is needed")))
        _repeated(plan)
        matches = planning.recognise(plan, "customer")
        matches |= _by_name(plan, matches)
        self._compare(plan, context, matches)
        owners = plan.column("owner")
        may = planning.allowed(context, Customer, owners)
        if not all(may.values()):
            for index, owner in enumerate(owners):
                if plan.acts[index] is not Act.SKIP and not may[owner]:
                    plan.wrong.setdefault(index, Reason(planning.COLLEAGUES))

    def _compare(self, plan: Plan, context: Context, matches: Mapping[int, int]) -> None:
        held = planning.stored(Customer, matches.values(), FIELDS)
        may = planning.allowed(context, Customer, (row[FIELDS.index("owner")] for row in held.values()))
        people = _people(held)
        for index, number in matches.items():
            if number not in held:
                plan.acts[index] = Act.SKIP
                plan.wrong[index] = Reason(N_("was removed in Huddle"))
            if index in plan.wrong:
                continue
            planning.compare(plan, index, number, FIELDS, held[number])
            if plan.acts[index] is Act.UPDATE and "value_class" in plan.updates[index].changes:
                plan.updates[index].also["value_class_set_by_hand"] = 1
            _compare_contact(plan, index, number, people.get(number, {}))
            if plan.acts[index] is Act.UPDATE and not may[held[number][FIELDS.index("owner")]]:
                plan.wrong.setdefault(index, Reason(planning.COLLEAGUES))

    def write(self, it: Any, plan: Plan, tick: Tick) -> None:
        columns = planning.filled(plan, Customer, FIELDS)
        if "value_class" in columns:
            columns["value_class_set_by_hand"] = [int(value is not None) for value in columns["value_class"]]
        for part in planning.chunks(plan.of(Act.CREATE)):
            ids = it.add_many(Customer, tuple(columns), list(zip(*_picked(columns, part), strict=True)))
            planning.refer(it, plan, "customer", part, ids)
            _write_contacts(it, plan, part, ids)
            tick(len(part))
        planning.write_updates(it, plan, Customer, tick, lambda index: _update_contact(it, plan, index))


def _picked(columns: Mapping[str, list[Any]], indexes: Any) -> list[list[Any]]:
    return [[column[index] for index in indexes] for column in columns.values()]


def _repeated(plan: Plan) -> None:
    """A row that is about the customer of an earlier row is skipped when it says the same, else it is an error."""
    first: dict[str, int] = {}
    for index, key in enumerate(plan.keys):
        earlier = first.setdefault(key, index)
        if earlier != index and index not in plan.wrong:
            plan.wrong[index] = Reason(N_("the same customer as line {line}"), {"line": plan.sheet.lines[earlier]})
            if plan.seen[earlier] == plan.seen[index]:
                plan.acts[index] = Act.SKIP


def _by_name(plan: Plan, matches: Mapping[int, int]) -> dict[int, int]:
    """Rows without a known key that have the code of a customer, or the name of one, with its phone as far as both
    have one."""
    known: dict[str, list[tuple[int, str]]] = {}
    coded: dict[str, int] = {}
    for number, name, phone, code in rows("SELECT id, name, phone, code FROM customer WHERE deleted_at IS NULL"):
        known.setdefault(same_name(name), []).append((number, phone))
        if code:
            coded.setdefault(code, number)
    found: dict[int, int] = {}
    if not known:
        return found
    codes = plan.column("code")
    keyed = "key" in plan.values or "code" in plan.values
    others = set(matches.values())
    for index, (name, phone) in enumerate(zip(plan.titles, plan.column("phone"), strict=True)):
        if index in matches or index in plan.wrong or plan.acts[index] is Act.SKIP:
            continue
        if codes[index] in coded:
            found[index] = coded[codes[index]]
            continue
        named = [pair for pair in known.get(same_name(name), ()) if pair[0] not in others]
        fitting = [number for number, held in named if not phone or not held or same_phone(phone, held)]
        if len(fitting) == 1:
            found[index] = fitting[0]
        elif len(fitting) > 1:
            plan.wrong[index] = Reason(MANY, {"name": name})
        elif named and not keyed:
            plan.wrong[index] = Reason(OTHER_PHONE, {"name": name, "phone": named[0][1]})
    return found


# The person in the row

Person = tuple[Any, ...]  # id, and the fields of CONTACT in their order


def _people(customers: Mapping[int, object]) -> dict[int, dict[str, Person]]:
    """The contacts of these customers, by what spellings of their names have in common."""
    wanted, found = sorted(customers), dict[int, dict[str, Person]]()
    columns = ", ".join(CONTACT.values())
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        marks = ",".join("?" * len(part))
        sql = f"SELECT customer_id, id, {columns} FROM contact WHERE deleted_at IS NULL AND customer_id IN ({marks})"
        for customer, *person in rows(sql, part):
            found.setdefault(customer, {})[same_name(person[1])] = tuple(person)
    return found


def _compare_contact(plan: Plan, index: int, customer: int, people: Mapping[str, Person]) -> None:
    name = plan.column("contact")[index]
    if not name:
        return
    person = people.get(same_name(name))
    changes = {
        column: (None if person is None else person[1 + place], new)
        for place, column in enumerate(CONTACT)
        if (new := plan.column(column)[index]) is not None
        and (person is None or (column != "contact" and new != person[1 + place]))
    }
    if changes:
        plan.acts[index] = Act.UPDATE
        plan.updates.setdefault(index, planning.Update(customer)).changes.update(changes)


def _write_contacts(it: Any, plan: Plan, indexes: Any, ids: Any) -> None:
    there = [name for name in CONTACT if name in plan.values]
    if "contact" not in there:
        return
    columns = [plan.values[name] for name in there]
    blank = [None if name == "contact_role" else "" for name in there]
    made = [
        (number, 1, *(blank[n] if column[index] is None else column[index] for n, column in enumerate(columns)))
        for index, number in zip(indexes, ids, strict=True)
        if plan.values["contact"][index]
    ]
    it.add_many(Contact, ("customer", "primary", *(CONTACT[name] for name in there)), made)


def _update_contact(it: Any, plan: Plan, index: int) -> None:
    update = plan.updates[index]
    changed = {CONTACT[name]: after for name, (_before, after) in update.changes.items() if name in CONTACT}
    if not changed:
        return
    fields = Contact._meta.fields
    values = {name: fields[name].python_value(value) for name, value in changed.items()}
    there = list(Contact.select().where(Contact.customer == update.record, Contact.kept()))
    wanted = same_name(plan.column("contact")[index])
    person = next((contact for contact in there if same_name(contact.name) == wanted), None)
    if person is not None:
        it.update(person, **values)
    else:
        it.add(Contact, customer=update.record, primary=int(not there), **values)
