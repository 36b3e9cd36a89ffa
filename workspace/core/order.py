"""The order in which structs can be put in their place: nothing before what it builds on."""

from collections.abc import Iterator, Mapping

from workspace.core.lib0 import Unreadable
from workspace.core.structs import LAST, SKIP, Id, Struct, Update

Ends = dict[int, int]  # the clock that follows what is known of each client


def in_order(update: Update, ends: Ends) -> Iterator[Struct]:
    """Return what an update adds, and take note of it; Unreadable when something is lacking."""
    waiting = {client: structs[::-1] for client, structs in update.structs.items()}
    for client in sorted(waiting, reverse=True):
        yield from _follow([(client, LAST)], waiting, ends)


def _follow(path: list[Id], waiting: Mapping[int, list[Struct]], ends: Ends) -> Iterator[Struct]:
    # Each client up to a clock; but first, those on whom it builds.
    while path:
        client, clock = path[-1]
        queue = waiting[client]
        if not queue or ends.get(client, 0) > clock:
            path.pop()
            continue
        lacking = _lacking(queue[-1], ends)
        if lacking is None:
            yield from _added(queue.pop(), ends)
        elif waiting.get(lacking[0]) and len(path) <= len(waiting):
            path.append(lacking)
        else:
            raise Unreadable("builds on what is not there")


def _lacking(struct: Struct, ends: Ends) -> Id | None:
    if (place := struct.origin) and place[1] >= ends.get(place[0], 0):
        return place
    if (place := struct.right) and place[1] >= ends.get(place[0], 0):
        return place
    parent = struct.parent
    if isinstance(parent, tuple) and parent[1] >= ends.get(parent[0], 0):
        return parent
    return None


def _added(struct: Struct, ends: Ends) -> Iterator[Struct]:
    known = ends.get(struct.client, 0)
    end = struct.clock + struct.length
    if struct.clock > known:
        raise Unreadable("leaves something out")
    if struct.kind != SKIP and end > known:
        yield struct if struct.clock == known else struct.cut(known - struct.clock)
        ends[struct.client] = end
