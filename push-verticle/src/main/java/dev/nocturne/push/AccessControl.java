package dev.nocturne.push;

import dev.nocturne.auth.Authenticator;
import dev.nocturne.config.Rate;
import dev.nocturne.http.Audit;

/**
 * What every client of a node is checked against. Safe for all threads.
 *
 * @param messageRate most messages that one client may send
 */
record AccessControl(
        Authenticator authenticator, Credentials credentials, Places places, Audit audit, Rate messageRate) {}
