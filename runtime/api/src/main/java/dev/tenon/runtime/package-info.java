/**
 * The contract of an engine. {@link dev.tenon.runtime.GraphEngine} is where reading starts: it
 * compiles a graph of operators to an {@link dev.tenon.runtime.Executable}. Each optional ability
 * of an engine is an interface: {@link dev.tenon.runtime.OnnxFileEngine}, {@link
 * dev.tenon.runtime.StoredModelEngine}, {@link dev.tenon.runtime.GradientEngine} and {@link
 * dev.tenon.runtime.TrainingEngine}, whose {@link dev.tenon.runtime.Trainer} runs a {@link
 * dev.tenon.runtime.TrainProgram}. Gradients inside of one are operators of {@link
 * dev.tenon.runtime.Differentiation}.
 */
@NullMarked
package dev.tenon.runtime;

import org.jspecify.annotations.NullMarked;
