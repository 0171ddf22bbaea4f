// The categories a reader can choose from, by field: arXiv's taxonomy without its aliases. `aliases` maps the codes of the same
// papers under another name. Source: arXiv's category taxonomy, 2026.

import { lifeScienceFields } from './life-science-subjects.js';

export interface Field {
  name: string;
  categories: readonly { code: string; name: string }[];
}

const lines: Record<string, string> = {
  'Computer Science': `
cs.AI Artificial Intelligence
cs.AR Hardware Architecture
cs.CC Computational Complexity
cs.CE Computational Engineering, Finance, and Science
cs.CG Computational Geometry
cs.CL Computation and Language
cs.CR Cryptography and Security
cs.CV Computer Vision and Pattern Recognition
cs.CY Computers and Society
cs.DB Databases
cs.DC Distributed, Parallel, and Cluster Computing
cs.DL Digital Libraries
cs.DM Discrete Mathematics
cs.DS Data Structures and Algorithms
cs.ET Emerging Technologies
cs.FL Formal Languages and Automata Theory
cs.GL General Literature
cs.GR Graphics
cs.GT Computer Science and Game Theory
cs.HC Human-Computer Interaction
cs.IR Information Retrieval
cs.IT Information Theory
cs.LG Machine Learning
cs.LO Logic in Computer Science
cs.MA Multiagent Systems
cs.MM Multimedia
cs.MS Mathematical Software
cs.NE Neural and Evolutionary Computing
cs.NI Networking and Internet Architecture
cs.OH Other Computer Science
cs.OS Operating Systems
cs.PF Performance
cs.PL Programming Languages
cs.RO Robotics
cs.SC Symbolic Computation
cs.SD Sound
cs.SE Software Engineering
cs.SI Social and Information Networks`,
  'Electrical Engineering and Systems Science': `
eess.AS Audio and Speech Processing
eess.IV Image and Video Processing
eess.SP Signal Processing
eess.SY Systems and Control`,
  Statistics: `
stat.AP Applications
stat.CO Computation
stat.ME Methodology
stat.ML Machine Learning
stat.OT Other Statistics`,
  Mathematics: `
math.AC Commutative Algebra
math.AG Algebraic Geometry
math.AP Analysis of PDEs
math.AT Algebraic Topology
math.CA Classical Analysis and ODEs
math.CO Combinatorics
math.CT Category Theory
math.CV Complex Variables
math.DG Differential Geometry
math.DS Dynamical Systems
math.FA Functional Analysis
math.GM General Mathematics
math.GN General Topology
math.GR Group Theory
math.GT Geometric Topology
math.HO History and Overview
math.KT K-Theory and Homology
math.LO Logic
math.MG Metric Geometry
math.NA Numerical Analysis
math.NT Number Theory
math.OA Operator Algebras
math.OC Optimization and Control
math.PR Probability
math.QA Quantum Algebra
math.RA Rings and Algebras
math.RT Representation Theory
math.SG Symplectic Geometry
math.SP Spectral Theory
math.ST Statistics Theory
math-ph Mathematical Physics`,
  'Quantitative Biology': `
q-bio.BM Biomolecules
q-bio.CB Cell Behavior
q-bio.GN Genomics
q-bio.MN Molecular Networks
q-bio.NC Neurons and Cognition
q-bio.OT Other Quantitative Biology
q-bio.PE Populations and Evolution
q-bio.QM Quantitative Methods
q-bio.SC Subcellular Processes
q-bio.TO Tissues and Organs`,
  Astrophysics: `
astro-ph.CO Cosmology and Nongalactic Astrophysics
astro-ph.EP Earth and Planetary Astrophysics
astro-ph.GA Astrophysics of Galaxies
astro-ph.HE High Energy Astrophysical Phenomena
astro-ph.IM Instrumentation and Methods for Astrophysics
astro-ph.SR Solar and Stellar Astrophysics`,
  'Condensed Matter': `
cond-mat.dis-nn Disordered Systems and Neural Networks
cond-mat.mes-hall Mesoscale and Nanoscale Physics
cond-mat.mtrl-sci Materials Science
cond-mat.other Other Condensed Matter
cond-mat.quant-gas Quantum Gases
cond-mat.soft Soft Condensed Matter
cond-mat.stat-mech Statistical Mechanics
cond-mat.str-el Strongly Correlated Electrons
cond-mat.supr-con Superconductivity`,
  Physics: `
physics.acc-ph Accelerator Physics
physics.ao-ph Atmospheric and Oceanic Physics
physics.app-ph Applied Physics
physics.atm-clus Atomic and Molecular Clusters
physics.atom-ph Atomic Physics
physics.bio-ph Biological Physics
physics.chem-ph Chemical Physics
physics.class-ph Classical Physics
physics.comp-ph Computational Physics
physics.data-an Data Analysis, Statistics and Probability
physics.ed-ph Physics Education
physics.flu-dyn Fluid Dynamics
physics.gen-ph General Physics
physics.geo-ph Geophysics
physics.hist-ph History and Philosophy of Physics
physics.ins-det Instrumentation and Detectors
physics.med-ph Medical Physics
physics.optics Optics
physics.plasm-ph Plasma Physics
physics.pop-ph Popular Physics
physics.soc-ph Physics and Society
physics.space-ph Space Physics`,
  'Quantum Physics': `
quant-ph Quantum Physics`,
  'High Energy and Nuclear Physics, Gravitation': `
gr-qc General Relativity and Quantum Cosmology
hep-ex High Energy Physics - Experiment
hep-lat High Energy Physics - Lattice
hep-ph High Energy Physics - Phenomenology
hep-th High Energy Physics - Theory
nucl-ex Nuclear Experiment
nucl-th Nuclear Theory`,
  'Nonlinear Sciences': `
nlin.AO Adaptation and Self-Organizing Systems
nlin.CD Chaotic Dynamics
nlin.CG Cellular Automata and Lattice Gases
nlin.PS Pattern Formation and Solitons
nlin.SI Exactly Solvable and Integrable Systems`,
  Economics: `
econ.EM Econometrics
econ.GN General Economics
econ.TH Theoretical Economics`,
  'Quantitative Finance': `
q-fin.CP Computational Finance
q-fin.GN General Finance
q-fin.MF Mathematical Finance
q-fin.PM Portfolio Management
q-fin.PR Pricing of Securities
q-fin.RM Risk Management
q-fin.ST Statistical Finance
q-fin.TR Trading and Market Microstructure`,
};

const arxivFields: readonly Field[] = Object.entries(lines).map(([name, text]) => ({
  name,
  categories: text
    .trim()
    .split('\n')
    .map((line) => {
      const space = line.indexOf(' ');
      return { code: line.slice(0, space), name: line.slice(space + 1) };
    }),
}));

/** The fields a reader can choose from where papers come from these sources. @param sources as configured */
export function fieldsOf(sources: readonly string[]): readonly Field[] {
  return [...arxivFields, ...lifeScienceFields.filter(({ source }) => sources.includes(source))];
}

/** The same papers under a second code: count and show them once. */
export const aliases: Readonly<Record<string, string>> = {
  'math.MP': 'math-ph',
  'stat.TH': 'math.ST',
  'math.IT': 'cs.IT',
  'q-fin.EC': 'econ.GN',
  'cs.SY': 'eess.SY',
  'cs.NA': 'math.NA',
};

const archives = new Set(
  [...arxivFields, ...lifeScienceFields].flatMap(({ categories }) => archivesIn(categories)),
);

/** The archives of which there is more than one category here: `cs`, `astro-ph`. */
export function archivesIn(categories: Field['categories']): string[] {
  const counts = new Map<string, number>();
  for (const { code } of categories) {
    const archive = code.includes('.') ? code.slice(0, code.indexOf('.')) : '';
    if (archive !== '') counts.set(archive, (counts.get(archive) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([archive]) => archive);
}

/** What a reader can follow is a category or a whole archive. */
export function canBeFollowed(code: string): boolean {
  return archives.has(code) || categoryName(code) !== undefined;
}

export function isArchive(code: string): boolean {
  return archives.has(code) && categoryName(code) === undefined;
}

/** `Computer Science` for `cs`. @param archive one of archivesIn() */
export function fieldNameOf(archive: string): string {
  const field = [...arxivFields, ...lifeScienceFields].find(({ categories }) =>
    categories.some(({ code }) => code.startsWith(`${archive}.`)),
  );
  return field?.name ?? archive;
}

const names = new Map(
  [...arxivFields, ...lifeScienceFields].flatMap((field) =>
    field.categories.map(({ code, name }) => [code, name] as const),
  ),
);

/** The code that stands for this one: itself, or what it is an alias of. */
export function canonicalCategory(code: string): string {
  return Object.hasOwn(aliases, code) ? (aliases[code] ?? code) : code;
}

/** `Machine Learning` for `cs.LG`; undefined for a code that is none of ours. */
export function categoryName(code: string): string | undefined {
  return names.get(canonicalCategory(code));
}
