/** The commands, as a user calls them. */
@NullMarked
package dev.tenon.tests.cli;

import org.jspecify.annotations.NullMarked;
