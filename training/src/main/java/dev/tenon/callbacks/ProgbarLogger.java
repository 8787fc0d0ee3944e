package dev.tenon.callbacks;

/** Prints how far an epoch is. */
public final class ProgbarLogger implements Callback {}
