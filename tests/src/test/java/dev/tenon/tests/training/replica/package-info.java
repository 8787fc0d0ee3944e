/** Several processes train one model as one process does. */
package dev.tenon.tests.training.replica;
