/** The IR into files that other tools read. */
@NullMarked
package dev.tenon.exporters;

import org.jspecify.annotations.NullMarked;
