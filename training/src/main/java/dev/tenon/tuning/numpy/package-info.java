/**
 * Numbers, labels and texts in the forms of NumPy and Python. Reading starts at {@link
 * dev.tenon.tuning.numpy.UniqueLabels}, which numbers the labels of samples. {@link
 * dev.tenon.tuning.numpy.RandomStates} draws random numbers, {@link
 * dev.tenon.tuning.numpy.NumpyStatistics} computes means and ranks, and {@link
 * dev.tenon.tuning.numpy.PythonRepr} formats values.
 */
@NullMarked
package dev.tenon.tuning.numpy;

import org.jspecify.annotations.NullMarked;
