# `make` lists the targets; deploy/local/ holds what they do. Variables pass through the environment:
# make run PORT=8001 DEMO=1, make test ARGS="-k goals", make run PYTHON=python3.12

PYTHON ?= python3
LOCAL := @$(PYTHON) -m deploy.local

.PHONY: help run test test-quick audit prove bench check format client lock screenshots clean

help:
	$(LOCAL) help

run:
	$(LOCAL) run

test:
	$(LOCAL) test

test-quick:
	$(LOCAL) test-quick

audit:
	$(LOCAL) audit

prove:
	$(LOCAL) prove

bench:
	$(LOCAL) bench

check:
	$(LOCAL) check

format:
	$(LOCAL) format

client:
	$(LOCAL) client

lock:
	$(LOCAL) lock

screenshots:
	$(LOCAL) screenshots

clean:
	$(LOCAL) clean
