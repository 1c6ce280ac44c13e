package dev.nocturne.push;

/**
 * What somebody can make who knows how it is done, and has no key of ours.
 *
 * @param text what to show
 * @param id under which to put it where push nodes look
 * @param sealed what to put there
 */
public record ForgedTicket(String text, String id, String sealed) {
    public static ForgedTicket of(String token) {
        Ticket ticket = Ticket.random();
        return new ForgedTicket(ticket.text(), ticket.id(), ticket.seal(token));
    }
}
