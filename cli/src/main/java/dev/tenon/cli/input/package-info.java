/**
 * Reads the inputs that a user gives to a model: CSV, JSON, npz and images. Reading starts at
 * {@link dev.tenon.cli.input.InputFiles}. {@code CsvTexts} and {@code NumericRows} read text files,
 * {@link dev.tenon.cli.input.CsvTable} those with headings; {@link
 * dev.tenon.cli.input.ImageFileFinder}, {@link dev.tenon.cli.input.ImageFolders} and {@link
 * dev.tenon.cli.input.ImageInput} find and describe images. {@link dev.tenon.cli.input.ModelLabels}
 * finds the class names and the image settings of a model file. {@link
 * dev.tenon.cli.input.StandardInput} makes a file of standard input.
 */
@NullMarked
package dev.tenon.cli.input;

import org.jspecify.annotations.NullMarked;
