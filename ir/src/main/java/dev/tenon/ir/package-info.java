/** The internal model that every importer, engine and exporter shares. */
@NullMarked
package dev.tenon.ir;

import org.jspecify.annotations.NullMarked;
