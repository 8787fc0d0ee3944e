/**
 * Declarations for processors and for files: {@link dev.tenon.internal.annotations.Facade} marks
 * the holders of short names, {@link dev.tenon.internal.annotations.DefaultFactories} the classes
 * that get factories, and {@link dev.tenon.internal.annotations.ObjectMarkers} names objects of
 * Python in JSON.
 */
@NullMarked
package dev.tenon.internal.annotations;

import org.jspecify.annotations.NullMarked;
