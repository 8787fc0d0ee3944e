/**
 * Prints and writes the results of a command. Reading starts at {@link
 * dev.tenon.cli.output.Output}, the streams that a command prints to. {@link
 * dev.tenon.cli.output.InspectTable} and {@link dev.tenon.cli.output.ResultTable} print tables;
 * {@link dev.tenon.cli.output.ResultFiles}, {@link dev.tenon.cli.output.TextFiles} and {@link
 * dev.tenon.cli.output.BesideFile} write files. {@link dev.tenon.cli.output.ErrorSentence} and
 * {@link dev.tenon.cli.output.ExitCodes} report failures.
 */
@NullMarked
package dev.tenon.cli.output;

import org.jspecify.annotations.NullMarked;
