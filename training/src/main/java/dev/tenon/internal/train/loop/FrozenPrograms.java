package dev.tenon.internal.train.loop;

import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.Trainer;
import java.util.List;

/**
 * A training step in two programs: what is the same in each step for the same samples, and the
 * rest.
 *
 * @param inputs what the front is fed: the model's inputs
 * @param front computes the values that the rest reads
 * @param values these values, one row a sample
 * @param rest learns from them
 */
record FrozenPrograms(
    List<Value> inputs, Trainer.Program front, List<Value> values, Trainer.Program rest) {}
