# What all pipelines share. Tools come from the build folder if they are there, else from PATH.

ROOT := $(abspath $(dir $(lastword $(MAKEFILE_LIST)))..)
PIPELINES := $(ROOT)/pipelines
BIN ?= $(ROOT)/.build/release
JOBS ?= $(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)

export PATH := $(BIN):$(PATH)
# Parallelism is over shards: one thread in each tool, and one in BLAS.
export OPENBLAS_NUM_THREADS := 1

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-print-directory
