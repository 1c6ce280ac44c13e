package dev.nocturne.model;

/**
 * What makes an event that event: another one with the same four parts is a repeat.
 *
 * @param source name of the system that knows the problem, such as {@code zabbix}
 * @param sourceId the problem's identity in that system (Zabbix: the problem's event id)
 * @param updateId tells updates of one problem apart; empty for created and resolved
 */
public record EventIdentity(String source, String sourceId, EventKind kind, String updateId) {

    /** The identity as one text; a NUL, which no part can hold, separates the parts. */
    public String text() {
        return source + '\0' + sourceId + '\0' + kind.code() + '\0' + updateId;
    }
}
