# The tasks of this repository. `make` alone lists them; each is a script in scripts/ or a cargo command.

.DEFAULT_GOAL := help
.PHONY: help run test check fmt bench explorer clean

help: ## List the tasks
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build the hub and run it with demonstration data
	@scripts/run

test: ## Run every test, on SQLite and on PostgreSQL
	@scripts/test

check: ## Run every other check: format, lints, docs, dependencies
	@scripts/check

fmt: ## Format the code and rewrite the generated files
	@cargo fmt --all
	@UPDATE_GENERATED=1 cargo test --quiet --lib config:: >/dev/null
	@UPDATE_GENERATED=1 cargo test --quiet --test main contract:: >/dev/null
	@UPDATE_GENERATED=1 cargo test --quiet --test main refused::list:: >/dev/null
	@UPDATE_GENERATED=1 cargo test --quiet -p oidc --test it list:: >/dev/null

bench: ## Measure the hub beside its peers
	@scripts/install-tools bench
	@bench/run

explorer: ## Build the API explorer when its sources changed
	@scripts/explorer

clean: ## Remove what was built; data/ stays
	@cargo clean
	@rm -rf explorer/dist explorer/node_modules
	@rm -rf tests/browser/node_modules tests/conformance/node_modules tests/providers/oidc-provider/node_modules tests/partners/ateliers/node_modules
