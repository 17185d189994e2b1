/* SPDX-License-Identifier: MIT */
/* kbc check --show-settings: what built-in settings, kbc.json and options come to. */
#include "compiler/cli/settings.h"

static void name(struct kb_buf *out, const char *text)
{
    if (text)
        kb_buf_json(out, kb_str(text));
    else
        kb_buf_puts(out, "null");
}

static void list(struct kb_buf *out, const char *const *texts)
{
    kb_buf_putc(out, '[');
    for (size_t i = 0; texts && texts[i]; i++) {
        kb_buf_puts(out, i ? ", " : "");
        name(out, texts[i]);
    }
    kb_buf_putc(out, ']');
}

/* Begins a member of an object, in a line of its own. */
static void member(struct kb_buf *out, bool first, int indent, const char *key)
{
    kb_buf_puts(out, first ? "\n" : ",\n");
    kb_buf_fill(out, ' ', (size_t)indent);
    name(out, key);
    kb_buf_puts(out, ": ");
}

static void rules(struct kb_buf *out, const struct kb_check_options *check)
{
    kb_buf_putc(out, '{');
    for (size_t i = 0; i < KB_RULE_COUNT; i++) {
        bool always = kb_rules[i].scope == KB_SOURCE;
        member(out, i == 0, 4, kb_rules[i].name);
        kb_buf_printf(out, "{\"on\": %s, \"severity\": \"%s\"}",
                      check->run[i] || always ? "true" : "false",
                      kb_severity_name(check->severity[i]));
    }
    kb_buf_puts(out, "\n  }");
}

static void thresholds(struct kb_buf *out, const struct kb_thresholds *values)
{
    kb_buf_putc(out, '{');
    for (const struct kb_threshold *row = kb_threshold_rows; row->name; row++) {
        const char *value = (const char *)values + row->offset;
        member(out, row == kb_threshold_rows, 4, row->name);
        kb_buf_printf(out, "%.15g", *(const double *)(const void *)value);
    }
    kb_buf_puts(out, "\n  }");
}

static void per_path(struct kb_buf *out, const struct kb_config *config)
{
    kb_buf_putc(out, '[');
    for (size_t i = 0; i < config->per_path_count; i++) {
        const struct kb_path_ignore *entry = &config->per_path[i];
        const char *comma = "";
        kb_buf_puts(out, i ? ",\n    {\"path\": " : "\n    {\"path\": ");
        list(out, entry->globs);
        kb_buf_puts(out, ", \"ignore\": [");
        for (size_t rule = 0; rule < KB_RULE_COUNT; rule++) {
            if (!entry->ignore[rule])
                continue;
            kb_buf_printf(out, "%s\"%s\"", comma, kb_rules[rule].name);
            comma = ", ";
        }
        kb_buf_puts(out, "], \"reason\": ");
        name(out, entry->reason);
        kb_buf_putc(out, '}');
    }
    kb_buf_puts(out, config->per_path_count ? "\n  ]" : "]");
}

static void facts(struct kb_buf *out, const struct kb_config *config)
{
    kb_buf_putc(out, '{');
    for (size_t i = 0; i < config->facts_count; i++) {
        member(out, i == 0, 4, config->facts[i].domain);
        list(out, config->facts[i].catalogues);
    }
    kb_buf_puts(out, config->facts_count ? "\n  }" : "}");
}

bool kb_settings_show(const struct kb_settings *settings)
{
    const struct kb_check_options *check = &settings->check;
    struct kb_buf out = {0};
    kb_buf_putc(&out, '{');
    member(&out, true, 2, "config");
    name(&out, settings->config.path);
    member(&out, false, 2, "schema");
    name(&out, settings->schema.layout.name);
    member(&out, false, 2, "records");
    list(&out, check->operands);
    member(&out, false, 2, "rules");
    rules(&out, check);
    member(&out, false, 2, "fail-on");
    name(&out, settings->fail_level == KB_SEVERITY_COUNT
                   ? "never"
                   : kb_severity_name((enum kb_severity)settings->fail_level));
    member(&out, false, 2, "max-per-rule");
    kb_buf_printf(&out, "%u", check->max_per_rule);
    member(&out, false, 2, "thresholds");
    thresholds(&out, &check->thresholds);
    member(&out, false, 2, "per-path");
    per_path(&out, &settings->config);
    member(&out, false, 2, "facts");
    facts(&out, &settings->config);
    member(&out, false, 2, "baseline");
    name(&out, settings->baseline);
    kb_buf_puts(&out, "\n}\n");
    bool ok = kb_print(&out);
    kb_buf_free(&out);
    return ok;
}
