# Thin front of CMake and Ninja. `make help` lists the targets.
SHELL := /bin/bash
BUILD ?= build
TYPE ?= Release
PREFIX ?= /usr/local
DESTDIR ?=
CMAKE_ARGS ?=
GRADUS := $(BUILD)/gradus

.PHONY: help setup build lab web live e2e test quick asan hostile fuzz bench lint tidy format install clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: ## install what is missing (Debian), or say what is
	@tools/setup.sh

$(BUILD)/build.ninja: CMakeLists.txt
	@cmake -S . -B $(BUILD) -G Ninja -DCMAKE_BUILD_TYPE=$(TYPE) $(CMAKE_ARGS) >$(BUILD).log 2>&1 || { cat $(BUILD).log; exit 1; }
	@rm -f $(BUILD).log

build: setup $(BUILD)/build.ninja ## the program, at build/gradus
	@ninja -C $(BUILD) gradus libgradus

lab: build ## build, run the vanishing-gradients lab, write its PDF
	@tools/lab.sh $(GRADUS)

web: build ## the Live Editor's page (needs Node), then embedded in the program
	@tools/web.sh $(BUILD)

live: web ## the Live Editor on the lab
	@$(GRADUS) live examples/vanishing-gradients

e2e: web ## the Live Editor in Chromium
	@web/e2e/run.sh $(GRADUS)

test: lab ## the lab, then every test
	@ninja -C $(BUILD) unit_tests
	@tools/test.sh $(BUILD)

quick: build ## language and builtin tests only (seconds)
	@$(GRADUS) test tests/lang tests/builtins

asan: setup ## every test under ASan and UBSan
	@cmake -S . -B build-asan -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS=-O1 -DGRADUS_ASAN=ON >/dev/null
	@ninja -C build-asan gradus unit_tests
	@tools/test.sh build-asan

hostile: setup ## tests with tiny limits and failing allocations
	@cmake -S . -B build-hostile -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS=-O1 -DGRADUS_ASAN=ON -DGRADUS_HOSTILE=ON >/dev/null
	@ninja -C build-hostile gradus
	@tools/hostile.sh build-hostile/gradus

fuzz: setup ## the parser with libFuzzer, SECONDS_EACH=60; needs clang
	@tools/fuzz.sh

bench: build ## benchmarks, as ratios against the peers installed here
	@ninja -C $(BUILD) bench_step > /dev/null
	@bench/run.sh $(GRADUS)

lint: ## layers, file sizes, names
	@tools/lint.sh

tidy: $(BUILD)/build.ninja ## clang-tidy over the sources (minutes)
	@git ls-files 'src/*.c' | grep -v _avx | xargs -P 2 -n 8 clang-tidy -p $(BUILD) --quiet 2>/dev/null

format: ## clang-format over the sources
	@git ls-files 'src/*.[ch]' 'tests/*.[ch]' 'include/*.h' | xargs clang-format -i

install: build ## PREFIX and DESTDIR are honoured
	@DESTDIR=$(DESTDIR) cmake --install $(BUILD) --prefix $(PREFIX)

clean: ## remove build folders
	@rm -rf build build-asan build-hostile out
