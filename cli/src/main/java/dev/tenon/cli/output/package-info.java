/**
 * Prints and writes the results of a command. Reading starts at {@link
 * dev.tenon.cli.output.Output}, the streams that a command prints to, and {@link
 * dev.tenon.cli.output.TerminalStreams}, what they lead to. {@link
 * dev.tenon.cli.output.InspectTable}, {@link dev.tenon.cli.output.ResultTable}, {@link
 * dev.tenon.cli.output.VerdictTable} and {@link dev.tenon.cli.output.ComparisonReport} print
 * tables, {@link dev.tenon.cli.output.ModelJson} JSON; {@link dev.tenon.cli.output.Target}, {@link
 * dev.tenon.cli.output.ResultFiles}, {@link dev.tenon.cli.output.TextFiles} and {@link
 * dev.tenon.cli.output.BesideFile} write files. {@link dev.tenon.cli.output.FailureSentence},
 * {@link dev.tenon.cli.output.ErrorSentence}, {@code MissingFile} and {@link
 * dev.tenon.cli.output.ExitCodes} report failures.
 */
@NullMarked
package dev.tenon.cli.output;

import org.jspecify.annotations.NullMarked;
