/**
 * Finds operators that an exporter wrote as several smaller ones: {@link
 * dev.tenon.ir.pass.recognition.Recognition} lists the passes.
 */
@NullMarked
package dev.tenon.ir.pass.recognition;

import org.jspecify.annotations.NullMarked;
