/**
 * Finds the example programs on the class path for {@code tenon sample}. Reading starts at {@link
 * dev.tenon.cli.sample.Samples}, the service that lists them; {@link dev.tenon.cli.sample.Sample}
 * is one program with its name and description.
 */
@NullMarked
package dev.tenon.cli.sample;

import org.jspecify.annotations.NullMarked;
