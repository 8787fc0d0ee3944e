/** Parts of the command that no model reaches. */
@NullMarked
package dev.tenon.cli;

import org.jspecify.annotations.NullMarked;
