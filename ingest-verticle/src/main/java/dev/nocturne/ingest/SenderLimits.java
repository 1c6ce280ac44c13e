package dev.nocturne.ingest;

import dev.nocturne.auth.Sender;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.model.Location;
import dev.nocturne.model.NewEvent;
import java.util.ArrayList;
import java.util.List;

/** Keeps an event within the sites and sources of its sender. */
final class SenderLimits {
    private SenderLimits() {}

    /**
     * The event in the sender's name, at those of its sites that are the sender's. One without a site is the sender's: it
     * goes to the first of the sender's sites by name.
     *
     * @param prefix stands before each field's name in errors
     * @param errors takes what may not be sent at all
     */
    static NewEvent apply(NewEvent event, Sender sender, String prefix, List<FieldError> errors) {
        String source = event.identity().source();
        if (!sender.maySendAs(source)) {
            errors.add(new FieldError(prefix + "source", "\"" + source + "\" is no source of this sender"));
        }
        Location told = event.snapshot().location();
        if (sender.sites().all()) {
            return event.sentBy(sender.name());
        }
        List<String> sites =
                told.sites().stream().filter(sender.sites()::allows).toList();
        List<String> warnings = new ArrayList<>(event.warnings());
        if (sites.isEmpty() && told.site().equals(Location.NO_SITE)) {
            sites = sender.sites().names().stream().sorted().limit(1).toList();
            warnings.add("The alert names no site. It was stored at a site of its sender.");
        } else if (sites.size() < told.sites().size()) {
            warnings.add("The alert also names sites that are not its sender's. They were left out.");
        }
        if (sites.isEmpty()) {
            errors.add(new FieldError(prefix + "site", "\"" + told.site() + "\" is no site of this sender"));
            return event;
        }
        return new NewEvent(
                event.identity(),
                event.sourceOrder(),
                event.began(),
                event.snapshot().at(told.withSites(sites)),
                event.author(),
                warnings,
                sender.name());
    }
}
