# Samverkan: `make demo` serves the demonstration, `make test` runs every check.
PORT ?= 8000
UV := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)
RUN := $(UV) run --frozen --quiet
PYTEST := $(RUN) python -m pytest --dist worksteal
DEMO := SAMVERKAN_PROFILE=demo DATA_DIR=var/demo SITE_URL=http://127.0.0.1:$(PORT) $(RUN)
TEST := SAMVERKAN_PROFILE=test DATA_DIR=var/test
# Every check starts Python anew; what is compiled once is kept, also where the environment asks for the opposite.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test test-full lint lint-types lint-rest fix bench ready ready-to-test

demo: ready
	$(DEMO) python manage.py demo
	$(DEMO) sh .ci/serve $(PORT)

# A browser is waited for more than it works: a third process uses that time.
test: ready-to-test lint
	$(TEST) $(PYTEST) -n 3 --halves --nomigrations -m "not full and not postgres"
	$(TEST) $(RUN) python -m tests.with_postgres $(PYTEST) -n 2 --halves -m "not full and not journey"

test-full: ready-to-test lint
	$(TEST) $(PYTEST) -n 3 -m "not postgres"
	$(TEST) $(RUN) python -m tests.with_postgres $(PYTEST) -n 2

lint: ready
	@$(MAKE) --no-print-directory -j2 --output-sync=target lint-types lint-rest

lint-types:
	$(TEST) $(RUN) mypy samverkan groups meetings decisions

lint-rest:
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) djade --target-version 6.1 --check $$(git ls-files 'templates/*.html')
	$(RUN) lint-imports
	$(TEST) $(RUN) python manage.py makemigrations --check --dry-run -v 0
	rm -f var/test/samverkan.sqlite3
	$(TEST) $(RUN) python manage.py migrate -v 0
	$(TEST) $(RUN) python manage.py check --database default
	SECRET_KEY=$$(head -c 48 /dev/urandom | base64 | tr -d '\n') ALLOWED_HOSTS=samverkan.example.se \
		SITE_URL=https://samverkan.example.se DATA_DIR=var/test \
		$(RUN) python manage.py check --deploy --fail-level WARNING

fix: ready
	$(TEST) $(RUN) python manage.py bundle_css
	$(RUN) ruff check --fix .
	$(RUN) ruff format .
	$(RUN) djade --target-version 6.1 $$(git ls-files 'templates/*.html')

bench: ready-to-test
	$(TEST) $(RUN) python -m tests.bench

ready: $(UV)
	@sh .ci/packages run
	@$(UV) sync --frozen --quiet

ready-to-test: $(UV)
	@sh .ci/packages test
	@$(UV) sync --frozen --quiet

.tools/bin/uv:
	python3 -m venv .tools
	.tools/bin/pip install --quiet uv
