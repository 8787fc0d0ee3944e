/** What {@code convert} checks of the files that it wrote. */
@NullMarked
package dev.tenon.cli.convert;

import org.jspecify.annotations.NullMarked;
