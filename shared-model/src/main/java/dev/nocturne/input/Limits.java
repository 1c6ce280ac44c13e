package dev.nocturne.input;

/**
 * How long the parts of an event may be, in code points. Each is at least what Zabbix can send (Zabbix manual: problem
 * names and comments 2,048, tag names and values 255, host names 128).
 */
public final class Limits {
    public static final int MESSAGE = 2_048;
    public static final int NOTE = 2_048;
    public static final int SITE = 128;
    public static final int HOST = 255;
    public static final int SOURCE = 64;
    public static final int SOURCE_ID = 128;
    public static final int PERSON = 255;
    public static final int SEVERITY = 32;
    public static final int TIME = 64;
    public static final int TAG = 255;
    /** Number of tags of one alert. */
    public static final int TAGS = 200;

    /** All tags of one alert in one text. */
    static final int TAG_TEXT = TAGS * 2 * (TAG + 20);

    /** Number of sites of one alert. */
    public static final int SITES = 50;

    /** Number of hosts of one alert, and of their groups. */
    public static final int HOSTS = 100;

    /** All groups of an alert in one text. */
    public static final int GROUPS_TEXT = 16_384;

    public static final int URL = 2_048;
    public static final int OPDATA = 2_048;

    /** Number of errors that one answer names. */
    public static final int ERRORS = 50;

    private Limits() {}
}
