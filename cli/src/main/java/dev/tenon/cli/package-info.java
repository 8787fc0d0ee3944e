/**
 * The tenon command. {@link dev.tenon.cli.Main} begins; {@code command} has a class for each
 * subcommand, the other packages what they share; {@code help} arranges the help.
 */
@NullMarked
package dev.tenon.cli;

import org.jspecify.annotations.NullMarked;
