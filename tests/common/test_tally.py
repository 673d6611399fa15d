import os

from recoveryapp.common.tally import FIELDS, Tally, lines


def test_processes_count_together_and_what_an_ended_one_counted_stays() -> None:
    tally = Tally()
    tally.count(kind="read", status=200, seconds=0.02)
    for _ in range(2):
        in_a_process_of_its_own(tally)
    total = tally.total()
    assert (total["read2"], total["write4"], total["conflicts"]) == (1, 2, 2)
    assert total["write_seconds"] == 8.0


def in_a_process_of_its_own(tally: Tally) -> None:
    pid = os.fork()
    if not pid:
        tally.count(kind="write", status=409, seconds=4.0)
        os._exit(0)
    os.waitpid(pid, 0)


def test_a_histogram_adds_up_from_its_lowest_end() -> None:
    figures = dict.fromkeys(FIELDS, 0.0)
    figures |= {"read_le0": 3.0, "read_le2": 1.0, "read_le7": 2.0}
    told = [
        line.split()[1]
        for line in lines(figures)
        if line.startswith('app_request_seconds_bucket{kind="read"')
    ]
    assert told == ["3", "3", "4", "4", "4", "4", "4", "6"]


def test_waiting_is_counted_where_it_is_known() -> None:
    tally = Tally()
    tally.count(kind="read", status=200, seconds=0.02)
    tally.count(kind="read", status=200, seconds=0.02, waited=0.2)
    told = [line for line in lines(tally.total()) if line.startswith("app_waiting_seconds")]
    assert told[2:4] == ['app_waiting_seconds_bucket{le="0.1"} 0', 'app_waiting_seconds_bucket{le="0.3"} 1']
    assert told[-2:] == ["app_waiting_seconds_count 1", "app_waiting_seconds_sum 0.200"]
