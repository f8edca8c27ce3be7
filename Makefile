# Blochpipe. `make` alone lists the targets.
#   PORTABLE=1   build for any x86-64 or arm64 machine instead of this one
#   PREFIX=DIR   where `make install` puts things (default /usr/local)

PIPELINES := pipelines
include $(PIPELINES)/environment.mk
.DELETE_ON_ERROR:

PREFIX ?= /usr/local
DESTDIR ?=
SCRIPTS := rec-plot rec-layout
TOOLS := genpot solve-seq train-tbnn calibrate-tbnn predict berryflux fingerprint derive domainwall invdesign wallpaper rec-view rec-cat rec-check rec-diff rec-export
FLAGS := -c release $(if $(PORTABLE),,-Xcc -march=native)
BIN = .build/release
# So that the checkout may have any path; a colon divides folders.
ifneq ($(findstring :,$(CURDIR)),)
$(error the path of this folder must not have a colon, or none of its programs is found)
endif
$(call check,folder?,PREFIX DESTDIR BIN)
$(call check,options,PORTABLE)
export PATH := $(CURDIR)/$(BIN):$(PATH)

BUILD_PACKAGES := pkg-config libopenblas-dev liblapacke-dev libzstd-dev zlib1g-dev libpng-dev libssl-dev
# What draws.
PYTHON_PACKAGES := python3-matplotlib python3-zstandard python3-protobuf python3-xarray
SURVEY_PACKAGES := $(BUILD_PACKAGES) $(PYTHON_PACKAGES)
DEB_PACKAGES := dpkg-dev binutils patchelf
TSNE_PACKAGES := python3-sklearn
TEST_PACKAGES := $(SURVEY_PACKAGES) zstd protobuf-compiler python3-numpy python3-scipy \
  python3-pip python3-setuptools python3-wheel python3-venv python3-nbconvert python3-ipykernel netpbm mpb h5utils locales bash-completion zsh fish
WHEEL_PACKAGES := python3-pip python3-setuptools python3-wheel
# Of the tests of clusters alone.
SLURM_PACKAGES := slurm-wlm munge parallel openssh-server openssh-client procps
MPI_PACKAGES := openmpi-bin procps

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: deps deps-build deps-python deps-survey
deps: ## install the Debian packages that build, survey and tests need, if any is missing
	@scripts/install-packages $(TEST_PACKAGES)
deps-build:
	@scripts/install-packages $(BUILD_PACKAGES)
deps-python: deps
	@scripts/install-python
deps-survey:
	@scripts/install-packages $(SURVEY_PACKAGES)

.PHONY: build
build: deps-build ## build the tools into .build/release
	swift build $(FLAGS)
	@scripts/install-packages $(PYTHON_PACKAGES) || echo 'rec-plot does not draw without them' >&2

.PHONY: test
test: deps-python ## build and run every test
	swift build $(FLAGS)
# The option --build-tests would build protoc, of swift-protobuf, in C++ too.
	swift build $(FLAGS) --product blochpipePackageTests
	swift test $(FLAGS) --skip-build

.PHONY: test-slurm test-mpi
test-slurm: deps-survey ## pipelines on a Slurm of one node that the test starts, and by ssh
	@scripts/install-packages $(SLURM_PACKAGES) $(MPI_PACKAGES)
	swift build $(FLAGS)
	scripts/test-slurm
	scripts/test-ssh
test-mpi: deps-build ## training by two processes under Open MPI against one
	@scripts/install-packages $(MPI_PACKAGES)
	swift build $(FLAGS)
	scripts/test-mpi

DOCUMENTS := README.md docs/tutorial.md docs/tools.md docs/gallery.md docs/recipes.md docs/groups.md docs/light.md docs/walls.md
.PHONY: test-docs
test-docs: deps build ## run every command that the documents show, the slow ones too
	scripts/check-docs --all $(DOCUMENTS)

.PHONY: lint
lint: ## check the format of the sources
	find Sources Tests Package.swift -name '*.swift' ! -name '*.pb.swift' \
	  ! -name EmbeddedSchema.swift -print0 | xargs -0 swift format lint --strict --parallel

.PHONY: survey
survey: deps-survey ## classify 10,000 random unit cells, of GROUP=p4m for one; prints the table, names the picture
	swift build $(FLAGS)
	$(MAKE) --no-print-directory -f pipelines/survey.mk

.PHONY: census
census: deps-survey ## the published census of photonic crystals anew: counts of nodal and fragile sets beside the published ones
	swift build $(FLAGS)
	$(MAKE) --no-print-directory -f pipelines/census.mk
.PHONY: walls
walls: deps-survey ## pairs of random cells whose walls guide, found by the network, proved exactly, as a table and a picture
	swift build $(FLAGS)
	$(MAKE) --no-print-directory -f pipelines/walls.mk
.PHONY: survey-network phase-map mine
survey-network: deps-survey ## the survey by network and exactly, by Berry flux and compatibility, 10,000 cells each
	swift build $(FLAGS)
	@scripts/install-packages $(TSNE_PACKAGES) || echo 'no python3-sklearn: the t-SNE picture is left out' >&2
	$(MAKE) --no-print-directory -f pipelines/survey-network.mk
phase-map: deps-survey ## topology over the triangle of three cells, as a picture
	swift build $(FLAGS)
	$(MAKE) --no-print-directory -f pipelines/phase-map.mk
mine: deps-survey ## random cells until N of a rare kind are found and confirmed: WANT=fragile or NODES=1
	swift build $(FLAGS)
	$(MAKE) --no-print-directory -f pipelines/mine.mk

.PHONY: design design-demo design-map
design-demo: deps-survey ## from a lattice model's bands to a geometry that has them, as a picture
	swift build $(FLAGS)
	$(MAKE) --no-print-directory -f pipelines/design.mk demo
design-map: deps-survey ## which lattice models geometries can have; a later run with more ROUNDS= improves it
	swift build $(FLAGS)
	$(MAKE) --no-print-directory -f pipelines/design-map.mk
design: deps-survey ## models on both sides of a transition, fragile bands, largest gaps, round trips: half an hour
	swift build $(FLAGS)
	$(MAKE) --no-print-directory -f pipelines/design.mk all

.PHONY: train light-network calibrate validate
train: deps-survey ## data set, training and learning curve of the shipped network, from nothing
	swift build $(FLAGS)
	$(MAKE) --no-print-directory -f pipelines/train.mk
light-network: deps-survey ## data set, training and error bars of the network for light, WAVE=tm or te
	swift build $(FLAGS)
	$(MAKE) --no-print-directory -f pipelines/light-network.mk
calibrate: deps-survey ## error bars of the shipped network, and their coverage of unseen cells of nine kinds
	swift build $(FLAGS)
	@scripts/install-packages python3-numpy
	$(MAKE) --no-print-directory -f pipelines/calibrate.mk
validate: deps-survey ## the paper's evidence for the network, as tables and pictures
	swift build $(FLAGS)
	$(MAKE) --no-print-directory -f pipelines/validate.mk

.PHONY: paper
paper: deps ## every figure and number of the paper beside ours, as a page: PAPER=quick (six minutes) or full
	swift build $(FLAGS)
	@scripts/install-packages $(TSNE_PACKAGES) || echo 'no python3-sklearn: the t-SNE picture is left out' >&2
	$(MAKE) --no-print-directory -f pipelines/paper.mk

.PHONY: report
OUT ?= build/report
$(call check,folder?,STREAM OUT)
report: deps-survey ## a page on your own stream, STREAM=file: pictures, classes, cells; OUT=build/report
	@[ -n '$(STREAM)' ] || { echo 'make report: name a stream, STREAM=file' >&2; exit 64; }
	swift build $(FLAGS)
	@mkdir -p '$(OUT)'
	@pipelines/report.py page '$(STREAM)' '$(OUT)/index.html'

.PHONY: gallery
gallery: deps-survey ## the pictures of docs/gallery.md, by the commands that stand there
	swift build $(FLAGS)
	scripts/gallery docs/pictures/gallery

.PHONY: bench bench-solve bench-read
bench: bench-solve bench-read ## every benchmark
bench-solve: deps ## the solver against Lanczos on finite differences and dense plane waves
	swift build $(FLAGS)
	/usr/bin/python3 Tests/Reference/bench_solve.py
bench-read: deps ## how fast records are read, in MB/s of one core
	swift build $(FLAGS)
	scripts/bench-read

.PHONY: same-bytes bench-guard
same-bytes: deps ## whether the tools write what those in OLD=folder write
	swift build $(FLAGS)
	scripts/same-bytes $(or $(OLD),$(error OLD=folder of the old executables)) $(BIN)
bench-guard: deps ## fails where a tool needs more than 1.03 times the processor time of those in OLD=folder
	swift build $(FLAGS)
	scripts/bench-guard $(or $(OLD),$(error OLD=folder of the old executables)) $(BIN)

.PHONY: check-solver
CELLS ?= 2000
check-solver: deps ## the exact solver's error estimates against converged bands, CELLS=2000 of all kinds: half an hour
	swift build $(FLAGS)
	PATH="$(CURDIR)/$(BIN):$$PATH" /usr/bin/python3 Tests/Reference/check_solver.py $(CELLS)

.PHONY: check-groups
check-groups: CELLS = 200
check-groups: deps ## energies and irreps of all wallpaper groups against dense plane waves in numpy, CELLS=200 each: an hour
	swift build $(FLAGS)
	PATH="$(CURDIR)/$(BIN):$$PATH" /usr/bin/python3 Tests/Reference/check_groups.py $(CELLS)

.PHONY: bench-groups
bench-groups: deps ## the exact solver in each of the 17 wallpaper groups
	swift build $(FLAGS)
	scripts/bench-groups

.PHONY: bench-light check-light
bench-light: deps ## light by solve-seq beside MPB, and blaze2d where it is installed: time and errors
	swift build $(FLAGS)
	PATH="$(CURDIR)/$(BIN):$$PATH" /usr/bin/python3 Tests/Reference/bench_light.py

.PHONY: bench-walls
bench-walls: deps ## walls of light by domainwall beside supercells in MPB: states, times
	swift build $(FLAGS)
	PATH="$(CURDIR)/$(BIN):$$PATH" /usr/bin/python3 Tests/Reference/bench_walls.py

check-light: CELLS = 20
check-light: deps ## light of all wallpaper groups at three contrasts against dense plane waves in numpy, CELLS=20 each: an hour
	swift build $(FLAGS)
	for epsilon in 1:4 1:12 16:1; do \
	  PATH="$(CURDIR)/$(BIN):$$PATH" /usr/bin/python3 Tests/Reference/check_groups.py --tm $$epsilon $(CELLS) || exit 1; \
	done

.PHONY: check-group-nodes
check-group-nodes: CELLS = 20
check-group-nodes: deps ## nodes, gaps and Berry fluxes of all wallpaper groups against dense plane waves in numpy, CELLS=20 each: an hour
	swift build $(FLAGS)
	PATH="$(CURDIR)/$(BIN):$$PATH" /usr/bin/python3 Tests/Reference/check_group_nodes.py $(CELLS)

.PHONY: bench-nodes
bench-nodes: deps ## the search for nodes against the paper's fixed grid
	swift build $(FLAGS)
	scripts/bench-nodes

.PHONY: bench-design
bench-design: deps ## ten steps of 200 searches, and a whole design, in seconds
	swift build $(FLAGS)
	scripts/bench-design

.PHONY: bench-train bench-predict
bench-predict: deps ## the network against the exact solver and Lanczos, seconds a potential
	swift build $(FLAGS)
	/usr/bin/python3 Tests/Reference/bench_predict.py
PYTHON ?= /usr/bin/python3
$(call check,path,PYTHON)
bench-train: deps ## eigenproblems and training steps against LAPACK and PyTorch (PYTHON= one that has torch)
	@$(PYTHON) -c 'import torch' 2>/dev/null || scripts/install-packages python3-torch
	swift build $(FLAGS)
	swift build $(FLAGS) --package-path Tests/Benchmarks --scratch-path .build/benchmarks
	$(PYTHON) Tests/Reference/bench_train.py .build/benchmarks/release/bench-train

.PHONY: fuzz faults soak
SECONDS ?= 600
RECORDS ?= 1000000
$(call check,count,SECONDS RECORDS)
fuzz: deps ## arbitrary bytes for every reader, SECONDS=600 each
	swift build $(FLAGS)
	scripts/fuzz $(SECONDS)
faults: deps ## every read, write, fsync and rename of the tools fails in turn, with every errno
	swift build $(FLAGS)
	/usr/bin/python3 Tests/Faults/faults.py --all
soak: deps-build ## RECORDS=1000000 cells through the whole pipe; fails when memory grows
	swift build $(FLAGS)
	scripts/soak $(RECORDS)

.PHONY: coverage
coverage: deps-python ## line coverage of Sources, command tests included
	scripts/coverage $(if $(PORTABLE),,-Xcc -march=native)

.PHONY: man pages
man: build pages ## man pages and shell completions into build/
pages:
	@rm -rf build/man && mkdir -p build/completions build/man
	@for t in $(TOOLS); do \
	  for s in bash zsh fish; do \
	    '$(BIN)'/$$t --generate-completion-script $$s > build/completions/$$t.$$s || exit; done; \
	  scripts/man-page '$(BIN)'/$$t > build/man/$$t.1 || exit; \
	  for s in $$(grep -oP '^\.SS ".* \K\w+' build/man/$$t.1); do echo ".so man1/$$t.1" > build/man/$$t-$$s.1; done; done
	@PATH='$(abspath $(BIN))':"$$PATH" scripts/man-page scripts/blochpipe > build/man/blochpipe.1
	@for t in $(SCRIPTS); do scripts/man-page python/bin/$$t > build/man/$$t.1 || exit; done
	@for s in bash zsh fish; do python/bin/rec-plot --generate-completion-script $$s > build/completions/rec-plot.$$s || exit; done
	@sed -i '1{/^#!/d}' build/completions/*  # they are read, not run

SHARE = $(DESTDIR)$(PREFIX)/share
.PHONY: install install-files uninstall
install: build install-files ## install tools, man pages, completions and documentation under PREFIX
install-files: pages
	install -d '$(DESTDIR)$(PREFIX)/bin' $(addprefix '$(SHARE)'/,man/man1 bash-completion/completions \
	  zsh/site-functions fish/vendor_completions.d blochpipe doc/blochpipe/docs/pictures/gallery)
	install -m 644 samples/*.safetensors '$(SHARE)'/blochpipe/
	install -m 644 README.md CHANGELOG.md CITATION.cff '$(SHARE)'/doc/blochpipe/
	install -d '$(SHARE)'/doc/blochpipe/samples
	install -m 644 samples/*.pbm samples/*.py samples/*.ctl '$(SHARE)'/doc/blochpipe/samples/
	install -m 644 docs/*.md '$(SHARE)'/doc/blochpipe/docs/
	install -m 644 docs/pictures/*.* '$(SHARE)'/doc/blochpipe/docs/pictures/
	install -m 644 docs/pictures/gallery/* '$(SHARE)'/doc/blochpipe/docs/pictures/gallery/
	install -m 644 build/man/*.1 '$(SHARE)'/man/man1/
	install -m 755 scripts/blochpipe '$(DESTDIR)$(PREFIX)/bin/'
	@for t in $(SCRIPTS); do \
	  sed 's,parents\[1\],& / "lib/blochpipe/python",; s/ from a checkout//' python/bin/$$t > '$(DESTDIR)$(PREFIX)/bin'/$$t && \
	  chmod 755 '$(DESTDIR)$(PREFIX)/bin'/$$t || exit; done
	@cd python && find blochpipe -type f ! -name '*.pyc' -exec install -D -m 644 '{}' '$(abspath $(DESTDIR)$(PREFIX))/lib/blochpipe/python/{}' \;
	@for t in $(TOOLS); do \
	  install -m 755 '$(BIN)'/$$t '$(DESTDIR)$(PREFIX)/bin/' || exit; done
	@for t in rec-plot $(TOOLS); do \
	  install -m 644 build/completions/$$t.bash '$(SHARE)'/bash-completion/completions/$$t && \
	  install -m 644 build/completions/$$t.zsh '$(SHARE)'/zsh/site-functions/_$$t && \
	  install -m 644 build/completions/$$t.fish '$(SHARE)'/fish/vendor_completions.d/ || exit; done
uninstall: ## remove what install put there
	@for t in blochpipe $(SCRIPTS) $(TOOLS); do rm -f '$(DESTDIR)$(PREFIX)/bin'/$$t '$(SHARE)'/man/man1/$$t.1 '$(SHARE)'/man/man1/$$t-*.1 \
	  '$(SHARE)'/bash-completion/completions/$$t '$(SHARE)'/zsh/site-functions/_$$t \
	  '$(SHARE)'/fish/vendor_completions.d/$$t.fish; done
	rm -rf '$(SHARE)'/blochpipe '$(SHARE)'/doc/blochpipe '$(DESTDIR)$(PREFIX)'/lib/blochpipe

.PHONY: python test-wheel
python: ## the Python package as a wheel, into build/; no compiler is needed
	@scripts/install-packages $(WHEEL_PACKAGES)
	@scripts/make-wheel
test-wheel: deps build ## install the wheel into an empty virtual environment and run an example there
	@scripts/test-wheel

.PHONY: test-notebooks
test-notebooks: deps build ## execute the notebooks; what they show goes into build/notebooks
	@scripts/test-notebooks build/notebooks

.PHONY: deb test-deb
# Without fused multiply-add in hardware the network is 50 times slower. make-deb lets a package refuse older processors.
PACKAGE_FLAGS := $(if $(filter x86_64,$(shell uname -m)),-Xcc -march=x86-64-v3)
PACKAGE = $$(ls -t build/blochpipe_*_$$(dpkg --print-architecture).deb | head -n 1)
deb: deps-build ## a Debian package, into build/, for machines of this architecture (x86-64: with AVX2 and FMA)
	@scripts/install-packages $(DEB_PACKAGES)
	swift build -c release $(PACKAGE_FLAGS) --scratch-path .build-package
	@scripts/make-deb .build-package/release
test-deb: deb ## install the package on a Debian that has nothing else, and run the README's first pipelines there
	@scripts/install-packages mmdebstrap
	@scripts/test-deb $(PACKAGE)

.PHONY: test-bare
test-bare: ## from the README's first command to the first picture of bands, on a Debian that has nothing else
	@scripts/install-packages mmdebstrap
	@scripts/test-bare

.PHONY: clean
clean: ## remove everything made
	rm -rf .build .build-coverage .build-package build
