/** Options that several commands have. */
@NullMarked
package dev.tenon.cli.option;

import org.jspecify.annotations.NullMarked;
