/**
 * Writes the functions of {@code keras.ops} from their table. Reading starts at {@link
 * dev.tenon.processor.functions.OperationsProcessor}; {@code FunctionRow} is a line of the table
 * with its {@code FunctionParameter}s, and {@code FunctionsWriter} writes the methods.
 */
@NullMarked
package dev.tenon.processor.functions;

import org.jspecify.annotations.NullMarked;
