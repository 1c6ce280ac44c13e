package dev.nocturne.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What helps a person with a problem, where the source tells it.
 *
 * @param url the problem's page at the source
 * @param runbook the page that says what to do (Zabbix: the trigger's URL)
 * @param opdata the values that matter now (Zabbix: operational data)
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Details(
        List<Tag> tags,
        @Nullable String url,
        @Nullable String runbook,
        @Nullable String opdata) {
    public static final Details NONE = tagged(List.of());

    public Details {
        tags = List.copyOf(tags);
    }

    public static Details tagged(List<Tag> tags) {
        return new Details(tags, null, null, null);
    }
}
