// SPDX-License-Identifier: GPL-3.0-or-later
// What the peers of the convolution share that are written in JavaScript: peer.h and peer.c once more.
'use strict';

const readline = require('readline');

// Height, width, channels, filters of a valid convolution 3x3; W3 has bias, ReLU and a max pool 2x2 besides.
const works = {
  w1: [10, 10, 1, 32],
  w2: [3000, 4000, 1, 1],
  w3: [3000, 4000, 1, 32],
  w4: [1080, 1920, 3, 32],
};

function fill(n, value) {
  const values = new Float32Array(n);
  for (let i = 0; i < n; i++)
    values[i] = value(i);
  return values;
}

// The value of row y, column x, channel c.
function inputAt(work, y, x, c) {
  const [height, width] = works[work];
  return ((c * height + y) * width + x) * 7919 % 1009 / 1009 - 0.5;
}

// The weight of filter k at row i, column j, channel c of its window.
function weightAt(work, k, i, j, c) {
  return (((k * works[work][2] + c) * 3 + i) * 3 + j) * 31 % 17 / 16 - 0.5;
}

function newBiases(work) {
  return fill(works[work][3], i => i % 5 / 8 - 0.25);
}

// Of a result (height, width, filters): as if it were (filters, height, width).
function checksum(values, height, width, filters) {
  let sum = 0;
  for (let k = 0; k < filters; k++)
    for (let i = 0; i < height * width; i++)
      sum += values[i * filters + k] * (1 + (k * height * width + i) % 101);
  return sum / values.length;
}

// Seconds of one run. What takes longer than `seconds` is run once; otherwise the first ones warm up.
function measure(run, seconds) {
  const batch = n => {
    const begin = process.hrtime.bigint();
    for (let i = 0; i < n; i++)
      run();
    return Number(process.hrtime.bigint() - begin) / 1e9;
  };
  let elapsed = batch(1);
  if (elapsed >= seconds)
    return elapsed;
  for (let warm = elapsed; warm < seconds / 2; warm += batch(8))
    ;
  let runs = 0;
  for (elapsed = 0; elapsed < seconds;) {
    const n = Math.floor(runs / 4) + 1;
    elapsed += batch(n);
    runs += n;
  }
  return elapsed / runs;
}

// `handle` answers a line, or promises to.
async function serve(hello, handle) {
  console.log(hello);
  for await (const line of readline.createInterface({ input: process.stdin }))
    console.log(String(await handle(line)));
}

module.exports = { works, fill, inputAt, weightAt, newBiases, checksum, measure, serve };
