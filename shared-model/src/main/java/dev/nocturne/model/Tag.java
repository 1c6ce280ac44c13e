package dev.nocturne.model;

/** A name and value that the source attached. A name may occur several times in one alert. */
public record Tag(String tag, String value) {}
