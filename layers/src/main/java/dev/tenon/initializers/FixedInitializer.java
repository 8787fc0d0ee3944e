package dev.tenon.initializers;

/** An initializer that draws no random numbers, so that no seed is taken for it. */
interface FixedInitializer extends Initializer {}
