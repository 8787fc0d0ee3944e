/**
 * Names and maps of graphs: {@link dev.tenon.internal.collections.UniqueNames} hands out names that
 * nothing has, {@link dev.tenon.internal.collections.OrderedMap} keeps the order of its entries.
 */
@NullMarked
package dev.tenon.internal.collections;

import org.jspecify.annotations.NullMarked;
