/** Programs a newcomer runs, one class each: what it does, and what it learned. */
@NullMarked
package dev.tenon.samples;

import org.jspecify.annotations.NullMarked;
