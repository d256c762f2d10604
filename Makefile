# Sanad. Two commands matter: `make demo` and `make test`. Each works alone on Debian 12 with Rust, git and make.

PREFIX ?= /usr/local
DESTDIR ?=
RUST_VERSION := $(shell sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
# One set of flags for every step, so that no step throws away what another has built.
export CARGO_INCREMENTAL = 0
export CARGO_TERM_COLOR ?= never
export PATH := $(CURDIR)/.tools/bin:$(PATH)

.PHONY: help demo test build install dist soak bench clean toolchain

help:
	@sed -n 's/^## //p' Makefile

## make demo            build, make the sample exhibit, run the triage, print where to look
demo: toolchain
	@sh scripts/install-tools.sh demo
	cargo build --release --locked --bin sanad
	@sh scripts/demo.sh

## make test            install what is missing, run every check and test
test: toolchain
	@sh scripts/install-tools.sh test
	SANAD_LONG=1 cargo xtask ci

## make build           the program, in target/release/sanad
build: toolchain
	@sh scripts/install-tools.sh build
	cargo build --release --locked --bin sanad

## make install         PREFIX=/usr/local DESTDIR= : program, man pages, completions
install: build
	@sh scripts/install.sh "$(DESTDIR)$(PREFIX)" target/release/sanad

## make dist            a tarball that installs without internet, in dist/
dist: toolchain
	@sh scripts/install-tools.sh build
	cargo xtask dist

## make soak            the long versions of the tests that kill and interrupt
soak: toolchain
	@sh scripts/install-tools.sh test
	cargo xtask soak

## make bench           every figure beside the peers, one JSON line each
bench: toolchain
	@sh scripts/install-tools.sh demo
	cargo xtask bench

## make clean           what was built
clean:
	cargo clean
	rm -rf dist demo .tools

toolchain:
	@command -v cargo >/dev/null 2>&1 || { echo "sanad: Rust $(RUST_VERSION) is needed and cargo was not found; see https://rustup.rs" >&2; exit 1; }
	@rustc --version 2>/dev/null | grep -q "^rustc $(RUST_VERSION)" || { \
	  echo "sanad: Rust $(RUST_VERSION) is needed and could not be had here: $$(rustc --version 2>&1 | head -1)" >&2; \
	  echo "sanad: install it with: rustup toolchain install $(RUST_VERSION)" >&2; exit 1; }
