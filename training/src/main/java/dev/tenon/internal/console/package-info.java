/**
 * What is printed for a person. {@link dev.tenon.internal.console.TextTable} draws tables, also
 * Keras' summary. {@link dev.tenon.internal.console.Progbar} is Keras' progress bar, {@link
 * dev.tenon.internal.console.DownloadBar} its bar of downloads; {@link
 * dev.tenon.internal.console.Progress} and {@link dev.tenon.internal.console.DownloadLine} are the
 * command's. {@link dev.tenon.internal.console.Terminal} says what the standard output can show,
 * {@link dev.tenon.internal.console.PythonShape} formats shapes. Reading starts at {@code
 * Terminal}.
 */
@NullMarked
package dev.tenon.internal.console;

import org.jspecify.annotations.NullMarked;
