/** The subcommands, a class each; {@link dev.tenon.cli.command.Commands} lists them. */
@NullMarked
package dev.tenon.cli.command;

import org.jspecify.annotations.NullMarked;
