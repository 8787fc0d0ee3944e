/** Programs that show one thing each, found on the class path. */
@NullMarked
package dev.tenon.cli.sample;

import org.jspecify.annotations.NullMarked;
