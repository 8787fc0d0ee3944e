/**
 * Operators by name: {@link dev.tenon.ir.builder.Ops} has a method for each common operator, which
 * adds a node to a graph and returns its output.
 */
@NullMarked
package dev.tenon.ir.builder;

import org.jspecify.annotations.NullMarked;
